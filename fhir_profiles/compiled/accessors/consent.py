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
    if 'provision' in r:
        x1 = r['provision']
        if 'action' in x1:
            for x2 in x1['action']:
                v.token_concept(p[9], x2)
        if 'actor' in x1:
            for x2 in x1['actor']:
                if 'reference' in x2:
                    x4 = x2['reference']
                    v.reference_reference(p[10], x4, '')
        if 'data' in x1:
            for x2 in x1['data']:
                if 'reference' in x2:
                    x4 = x2['reference']
                    v.reference_reference(p[13], x4, '')
        if 'period' in x1:
            x2 = x1['period']
            v.date_period(p[18], x2)
        if 'purpose' in x1:
            for x2 in x1['purpose']:
                v.token_coding(p[19], x2)
        if 'securityLabel' in x1:
            for x2 in x1['securityLabel']:
                v.token_coding(p[21], x2)
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[11], x1)
    if 'performer' in r:
        for x1 in r['performer']:
            v.reference_reference(p[12], x1, '')
    if 'dateTime' in r:
        x1 = r['dateTime']
        v.date_moment(p[14], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[15], x1)
    if 'organization' in r:
        for x1 in r['organization']:
            v.reference_reference(p[16], x1, '')
    if 'patient' in r:
        x1 = r['patient']
        v.reference_reference(p[17], x1, '')
    if 'scope' in r:
        x1 = r['scope']
        v.token_concept(p[20], x1)
    if 'sourceReference' in r:
        x1 = r['sourceReference']
        v.reference_reference(p[22], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[23], x1, 'http://hl7.org/fhir/consent-state-codes')


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)
