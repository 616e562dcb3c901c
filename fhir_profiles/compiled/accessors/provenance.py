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
    if 'agent' in r:
        for x1 in r['agent']:
            if 'who' in x1:
                x3 = x1['who']
                v.reference_reference(p[9], x3, '')
            if 'role' in x1:
                for x3 in x1['role']:
                    v.token_concept(p[10], x3)
            if 'type' in x1:
                x3 = x1['type']
                v.token_concept(p[11], x3)
    if 'entity' in r:
        for x1 in r['entity']:
            if 'what' in x1:
                x3 = x1['what']
                v.reference_reference(p[12], x3, '')
    if 'location' in r:
        x1 = r['location']
        v.reference_reference(p[13], x1, '')
    if 'target' in r:
        for x1 in r['target']:
            v.reference_reference(p[14], x1, 'Patient')
            v.reference_reference(p[17], x1, '')
    if 'recorded' in r:
        x1 = r['recorded']
        v.date_moment(p[15], x1)
    if 'signature' in r:
        for x1 in r['signature']:
            if 'type' in x1:
                for x3 in x1['type']:
                    v.token_coding(p[16], x3)
    if 'occurredDateTime' in r:
        x1 = r['occurredDateTime']
        v.date_moment(p[18], x1)


def patients(r, v):
    if 'target' in r:
        for x1 in r['target']:
            v.patient(x1)
