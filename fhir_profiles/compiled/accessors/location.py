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
    if 'address' in r:
        x1 = r['address']
        v.string_address(p[9], x1)
        if 'city' in x1:
            x2 = x1['city']
            v.string_text(p[10], x2)
        if 'country' in x1:
            x2 = x1['country']
            v.string_text(p[11], x2)
        if 'postalCode' in x1:
            x2 = x1['postalCode']
            v.string_text(p[12], x2)
        if 'state' in x1:
            x2 = x1['state']
            v.string_text(p[13], x2)
        if 'use' in x1:
            x2 = x1['use']
            v.token_code(p[14], x2, 'http://hl7.org/fhir/address-use')
    if 'endpoint' in r:
        for x1 in r['endpoint']:
            v.reference_reference(p[15], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[16], x1)
    if 'name' in r:
        x1 = r['name']
        v.string_text(p[17], x1)
    if 'alias' in r:
        for x1 in r['alias']:
            v.string_text(p[17], x1)
    if 'operationalStatus' in r:
        x1 = r['operationalStatus']
        v.token_coding(p[19], x1)
    if 'managingOrganization' in r:
        x1 = r['managingOrganization']
        v.reference_reference(p[20], x1, '')
    if 'partOf' in r:
        x1 = r['partOf']
        v.reference_reference(p[21], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[22], x1, 'http://hl7.org/fhir/location-status')
    if 'type' in r:
        for x1 in r['type']:
            v.token_concept(p[23], x1)


def patients(r, v):
    return
