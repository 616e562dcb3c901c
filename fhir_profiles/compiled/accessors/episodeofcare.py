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
    if 'careManager' in r:
        x1 = r['careManager']
        v.reference_reference(p[9], x1, 'Practitioner')
    if 'diagnosis' in r:
        for x1 in r['diagnosis']:
            if 'condition' in x1:
                x3 = x1['condition']
                v.reference_reference(p[10], x3, '')
    if 'period' in r:
        x1 = r['period']
        v.date_period(p[11], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[12], x1)
    if 'referralRequest' in r:
        for x1 in r['referralRequest']:
            v.reference_reference(p[13], x1, '')
    if 'managingOrganization' in r:
        x1 = r['managingOrganization']
        v.reference_reference(p[14], x1, '')
    if 'patient' in r:
        x1 = r['patient']
        v.reference_reference(p[15], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[16], x1, 'http://hl7.org/fhir/episode-of-care-status')
    if 'type' in r:
        for x1 in r['type']:
            v.token_concept(p[17], x1)


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)
