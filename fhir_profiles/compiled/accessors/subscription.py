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
    if 'contact' in r:
        for x1 in r['contact']:
            v.token_contact(p[9], x1)
    if 'criteria' in r:
        x1 = r['criteria']
        v.string_text(p[10], x1)
    if 'channel' in r:
        x1 = r['channel']
        if 'payload' in x1:
            x2 = x1['payload']
            v.token_code(p[11], x2, '')
        if 'type' in x1:
            x2 = x1['type']
            v.token_code(p[13], x2, 'http://hl7.org/fhir/subscription-channel-type')
        if 'endpoint' in x1:
            x2 = x1['endpoint']
            v.uri_text(p[14], x2)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[12], x1, 'http://hl7.org/fhir/subscription-status')


def patients(r, v):
    return
