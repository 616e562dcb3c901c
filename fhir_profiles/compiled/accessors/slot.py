def index(r, p, v):
    if 'meta' in r:
        x1 = r['meta']
        if 'profile' in x1:
            for x2 in x1['profile']:
                v.uri_text(p[3], x2)
        if 'security' in x1:
            for x2 in x1['security']:
                v.token_coding(p[5], x2)
        if 'source' in x1:
            x2 = x1['source']
            v.uri_text(p[6], x2)
        if 'tag' in x1:
            for x2 in x1['tag']:
                v.token_coding(p[7], x2)
    if 'appointmentType' in r:
        x1 = r['appointmentType']
        v.token_concept(p[9], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[10], x1)
    if 'schedule' in r:
        x1 = r['schedule']
        v.reference_reference(p[11], x1, '')
    if 'serviceCategory' in r:
        for x1 in r['serviceCategory']:
            v.token_concept(p[12], x1)
    if 'serviceType' in r:
        for x1 in r['serviceType']:
            v.token_concept(p[13], x1)
    if 'specialty' in r:
        for x1 in r['specialty']:
            v.token_concept(p[14], x1)
    if 'start' in r:
        x1 = r['start']
        v.date_moment(p[15], x1)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[16], x1, 'http://hl7.org/fhir/slotstatus')


def patients(r, v):
    return
