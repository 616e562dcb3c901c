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
        x1 = r['identifier']
        v.token_identifier(p[9], x1)
    if 'issued' in r:
        x1 = r['issued']
        v.date_moment(p[10], x1)
    if 'participant' in r:
        for x1 in r['participant']:
            if 'uri' in x1:
                x3 = x1['uri']
                v.uri_text(p[11], x3)
    if 'result' in r:
        x1 = r['result']
        v.token_code(p[12], x1, 'http://hl7.org/fhir/report-result-codes')
    if 'tester' in r:
        x1 = r['tester']
        v.string_text(p[13], x1)
    if 'testScript' in r:
        x1 = r['testScript']
        v.reference_reference(p[14], x1, '')


def patients(r, v):
    return
