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
    if 'response' in r:
        x1 = r['response']
        if 'code' in x1:
            x2 = x1['code']
            v.token_code(p[10], x2, 'http://hl7.org/fhir/response-code')
        if 'identifier' in x1:
            x2 = x1['identifier']
            v.token_text(p[17], x2)
    if 'destination' in r:
        for x1 in r['destination']:
            if 'name' in x1:
                x3 = x1['name']
                v.string_text(p[11], x3)
            if 'endpoint' in x1:
                x3 = x1['endpoint']
                v.uri_text(p[12], x3)
            if 'receiver' in x1:
                x3 = x1['receiver']
                v.reference_reference(p[16], x3, '')
            if 'target' in x1:
                x3 = x1['target']
                v.reference_reference(p[22], x3, '')
    if 'enterer' in r:
        x1 = r['enterer']
        v.reference_reference(p[13], x1, '')
    if 'eventCoding' in r:
        x1 = r['eventCoding']
        v.token_coding(p[14], x1)
    if 'eventUri' in r:
        x1 = r['eventUri']
        v.token_text(p[14], x1)
    if 'focus' in r:
        for x1 in r['focus']:
            v.reference_reference(p[15], x1, '')
    if 'responsible' in r:
        x1 = r['responsible']
        v.reference_reference(p[18], x1, '')
    if 'sender' in r:
        x1 = r['sender']
        v.reference_reference(p[19], x1, '')
    if 'source' in r:
        x1 = r['source']
        if 'name' in x1:
            x2 = x1['name']
            v.string_text(p[20], x2)
        if 'endpoint' in x1:
            x2 = x1['endpoint']
            v.uri_text(p[21], x2)


def patients(r, v):
    return
