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
    if 'address' in r:
        for x1 in r['address']:
            v.string_address(p[10], x1)
            if 'city' in x1:
                x3 = x1['city']
                v.string_text(p[11], x3)
            if 'country' in x1:
                x3 = x1['country']
                v.string_text(p[12], x3)
            if 'postalCode' in x1:
                x3 = x1['postalCode']
                v.string_text(p[13], x3)
            if 'state' in x1:
                x3 = x1['state']
                v.string_text(p[14], x3)
            if 'use' in x1:
                x3 = x1['use']
                v.token_code(p[15], x3, 'http://hl7.org/fhir/address-use')
    if 'endpoint' in r:
        for x1 in r['endpoint']:
            v.reference_reference(p[16], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[17], x1)
    if 'name' in r:
        x1 = r['name']
        v.string_text(p[18], x1)
        v.string_text(p[20], x1)
    if 'alias' in r:
        for x1 in r['alias']:
            v.string_text(p[18], x1)
    if 'partOf' in r:
        x1 = r['partOf']
        v.reference_reference(p[19], x1, '')
    if 'type' in r:
        for x1 in r['type']:
            v.token_concept(p[21], x1)


def patients(r, v):
    return
