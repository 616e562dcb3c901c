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
            if 'address' in x1:
                x3 = x1['address']
                v.string_address(p[9], x3)
                if 'city' in x3:
                    x4 = x3['city']
                    v.string_text(p[10], x4)
                if 'country' in x3:
                    x4 = x3['country']
                    v.string_text(p[11], x4)
                if 'postalCode' in x3:
                    x4 = x3['postalCode']
                    v.string_text(p[12], x4)
                if 'state' in x3:
                    x4 = x3['state']
                    v.string_text(p[13], x4)
                if 'use' in x3:
                    x4 = x3['use']
                    v.token_code(p[14], x4, 'http://hl7.org/fhir/address-use')
    if 'administeredBy' in r:
        x1 = r['administeredBy']
        v.reference_reference(p[15], x1, '')
    if 'endpoint' in r:
        for x1 in r['endpoint']:
            v.reference_reference(p[16], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[17], x1)
    if 'ownedBy' in r:
        x1 = r['ownedBy']
        v.reference_reference(p[19], x1, '')
    if 'name' in r:
        x1 = r['name']
        v.string_text(p[20], x1)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[21], x1, 'http://hl7.org/fhir/publication-status')
    if 'type' in r:
        for x1 in r['type']:
            v.token_concept(p[22], x1)


def patients(r, v):
    return
