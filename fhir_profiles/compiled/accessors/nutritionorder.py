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
    if 'enteralFormula' in r:
        x1 = r['enteralFormula']
        if 'additiveType' in x1:
            x2 = x1['additiveType']
            v.token_concept(p[9], x2)
        if 'baseFormulaType' in x1:
            x2 = x1['baseFormulaType']
            v.token_concept(p[12], x2)
    if 'dateTime' in r:
        x1 = r['dateTime']
        v.date_moment(p[10], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[11], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[13], x1)
    if 'instantiatesCanonical' in r:
        for x1 in r['instantiatesCanonical']:
            v.reference_canonical(p[14], x1)
    if 'instantiatesUri' in r:
        for x1 in r['instantiatesUri']:
            v.uri_text(p[15], x1)
    if 'oralDiet' in r:
        x1 = r['oralDiet']
        if 'type' in x1:
            for x2 in x1['type']:
                v.token_concept(p[16], x2)
    if 'patient' in r:
        x1 = r['patient']
        v.reference_reference(p[17], x1, '')
    if 'orderer' in r:
        x1 = r['orderer']
        v.reference_reference(p[18], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[19], x1, 'http://hl7.org/fhir/request-status')
    if 'supplement' in r:
        for x1 in r['supplement']:
            if 'type' in x1:
                x3 = x1['type']
                v.token_concept(p[20], x3)


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)
