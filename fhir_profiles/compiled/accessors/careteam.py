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
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[9], x1)
    if 'period' in r:
        x1 = r['period']
        v.date_period(p[10], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[11], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[12], x1)
    if 'participant' in r:
        for x1 in r['participant']:
            if 'member' in x1:
                x3 = x1['member']
                v.reference_reference(p[13], x3, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[14], x1, 'Patient')
        v.reference_reference(p[16], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[15], x1, 'http://hl7.org/fhir/care-team-status')


def patients(r, v):
    if 'participant' in r:
        for x1 in r['participant']:
            if 'member' in x1:
                x3 = x1['member']
                v.patient(x3)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
