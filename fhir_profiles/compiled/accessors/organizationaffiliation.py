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
    if 'period' in r:
        x1 = r['period']
        v.date_period(p[10], x1)
    if 'telecom' in r:
        for x1 in r['telecom']:
            if x1.get('system') == 'email':
                v.token_contact(p[11], x1)
            if x1.get('system') == 'phone':
                v.token_contact(p[17], x1)
            v.token_contact(p[22], x1)
    if 'endpoint' in r:
        for x1 in r['endpoint']:
            v.reference_reference(p[12], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[13], x1)
    if 'location' in r:
        for x1 in r['location']:
            v.reference_reference(p[14], x1, '')
    if 'network' in r:
        for x1 in r['network']:
            v.reference_reference(p[15], x1, '')
    if 'participatingOrganization' in r:
        x1 = r['participatingOrganization']
        v.reference_reference(p[16], x1, '')
    if 'organization' in r:
        x1 = r['organization']
        v.reference_reference(p[18], x1, '')
    if 'code' in r:
        for x1 in r['code']:
            v.token_concept(p[19], x1)
    if 'healthcareService' in r:
        for x1 in r['healthcareService']:
            v.reference_reference(p[20], x1, '')
    if 'specialty' in r:
        for x1 in r['specialty']:
            v.token_concept(p[21], x1)


def patients(r, v):
    return
