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
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[10], x1, 'Patient')
        v.reference_reference(p[12], x1, '')
    if 'requestIdentifier' in r:
        x1 = r['requestIdentifier']
        v.token_identifier(p[11], x1)


def patients(r, v):
    return
