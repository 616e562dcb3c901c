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
    if 'active' in r:
        x1 = r['active']
        v.token_boolean(p[9], x1)
    if 'characteristic' in r:
        for x1 in r['characteristic']:
            v.token_concept(p[10], x1)
    if 'coverageArea' in r:
        for x1 in r['coverageArea']:
            v.reference_reference(p[11], x1, '')
    if 'endpoint' in r:
        for x1 in r['endpoint']:
            v.reference_reference(p[12], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[13], x1)
    if 'location' in r:
        for x1 in r['location']:
            v.reference_reference(p[14], x1, '')
    if 'name' in r:
        x1 = r['name']
        v.string_text(p[15], x1)
    if 'providedBy' in r:
        x1 = r['providedBy']
        v.reference_reference(p[16], x1, '')
    if 'program' in r:
        for x1 in r['program']:
            v.token_concept(p[17], x1)
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[18], x1)
    if 'type' in r:
        for x1 in r['type']:
            v.token_concept(p[19], x1)
    if 'specialty' in r:
        for x1 in r['specialty']:
            v.token_concept(p[20], x1)


def patients(r, v):
    return
