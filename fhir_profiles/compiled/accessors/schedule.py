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
    if 'actor' in r:
        for x1 in r['actor']:
            v.reference_reference(p[10], x1, '')
    if 'planningHorizon' in r:
        x1 = r['planningHorizon']
        v.date_period(p[11], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[12], x1)
    if 'serviceCategory' in r:
        for x1 in r['serviceCategory']:
            v.token_concept(p[13], x1)
    if 'serviceType' in r:
        for x1 in r['serviceType']:
            v.token_concept(p[14], x1)
    if 'specialty' in r:
        for x1 in r['specialty']:
            v.token_concept(p[15], x1)


def patients(r, v):
    if 'actor' in r:
        for x1 in r['actor']:
            v.patient(x1)
