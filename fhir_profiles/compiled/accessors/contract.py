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
    if 'authority' in r:
        for x1 in r['authority']:
            v.reference_reference(p[9], x1, '')
    if 'domain' in r:
        for x1 in r['domain']:
            v.reference_reference(p[10], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[11], x1)
    if 'instantiatesUri' in r:
        x1 = r['instantiatesUri']
        v.uri_text(p[12], x1)
    if 'issued' in r:
        x1 = r['issued']
        v.date_moment(p[13], x1)
    if 'subject' in r:
        for x1 in r['subject']:
            v.reference_reference(p[14], x1, 'Patient')
            v.reference_reference(p[17], x1, '')
    if 'signer' in r:
        for x1 in r['signer']:
            if 'party' in x1:
                x3 = x1['party']
                v.reference_reference(p[15], x3, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[16], x1, 'http://hl7.org/fhir/contract-status')
    if 'url' in r:
        x1 = r['url']
        v.uri_text(p[18], x1)


def patients(r, v):
    return
