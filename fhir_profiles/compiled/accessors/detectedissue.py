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
    if 'author' in r:
        x1 = r['author']
        v.reference_reference(p[9], x1, '')
    if 'code' in r:
        x1 = r['code']
        v.token_concept(p[10], x1)
    if 'identifiedDateTime' in r:
        x1 = r['identifiedDateTime']
        v.date_moment(p[11], x1)
    if 'identifiedPeriod' in r:
        x1 = r['identifiedPeriod']
        v.date_period(p[11], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[12], x1)
    if 'implicated' in r:
        for x1 in r['implicated']:
            v.reference_reference(p[13], x1, '')
    if 'patient' in r:
        x1 = r['patient']
        v.reference_reference(p[14], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[15], x1, 'http://hl7.org/fhir/observation-status')


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)
