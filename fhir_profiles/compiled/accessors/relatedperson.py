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
    if 'birthDate' in r:
        x1 = r['birthDate']
        v.date_moment(p[16], x1)
    if 'telecom' in r:
        for x1 in r['telecom']:
            if x1.get('system') == 'email':
                v.token_contact(p[17], x1)
            if x1.get('system') == 'phone':
                v.token_contact(p[22], x1)
            v.token_contact(p[25], x1)
    if 'gender' in r:
        x1 = r['gender']
        v.token_code(p[18], x1, 'http://hl7.org/fhir/administrative-gender')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[19], x1)
    if 'name' in r:
        for x1 in r['name']:
            v.string_name(p[20], x1)
            v.string_name(p[23], x1)
    if 'patient' in r:
        x1 = r['patient']
        v.reference_reference(p[21], x1, '')
    if 'relationship' in r:
        for x1 in r['relationship']:
            v.token_concept(p[24], x1)


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)
