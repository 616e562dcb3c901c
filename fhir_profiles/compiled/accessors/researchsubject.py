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
    if 'period' in r:
        x1 = r['period']
        v.date_period(p[9], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[10], x1)
    if 'individual' in r:
        x1 = r['individual']
        v.reference_reference(p[11], x1, '')
        v.reference_reference(p[12], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[13], x1, 'http://hl7.org/fhir/research-subject-status')
    if 'study' in r:
        x1 = r['study']
        v.reference_reference(p[14], x1, '')


def patients(r, v):
    if 'individual' in r:
        x1 = r['individual']
        v.patient(x1)
