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
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[9], x1)
    if 'name' in r:
        x1 = r['name']
        v.string_text(p[10], x1)
    if 'owner' in r:
        x1 = r['owner']
        v.reference_reference(p[11], x1, '')
    if 'subject' in r:
        for x1 in r['subject']:
            v.reference_reference(p[12], x1, 'Patient')
            v.reference_reference(p[15], x1, '')
    if 'servicePeriod' in r:
        x1 = r['servicePeriod']
        v.date_period(p[13], x1)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[14], x1, 'http://hl7.org/fhir/account-status')
    if 'type' in r:
        x1 = r['type']
        v.token_concept(p[16], x1)


def patients(r, v):
    if 'subject' in r:
        for x1 in r['subject']:
            v.patient(x1)
