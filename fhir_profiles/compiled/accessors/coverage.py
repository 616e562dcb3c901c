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
    if 'beneficiary' in r:
        x1 = r['beneficiary']
        v.reference_reference(p[9], x1, '')
        v.reference_reference(p[14], x1, '')
    if 'class' in r:
        for x1 in r['class']:
            if 'type' in x1:
                x3 = x1['type']
                v.token_concept(p[10], x3)
            if 'value' in x1:
                x3 = x1['value']
                v.string_text(p[11], x3)
    if 'dependent' in r:
        x1 = r['dependent']
        v.string_text(p[12], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[13], x1)
    if 'payor' in r:
        for x1 in r['payor']:
            v.reference_reference(p[15], x1, '')
    if 'policyHolder' in r:
        x1 = r['policyHolder']
        v.reference_reference(p[16], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[17], x1, 'http://hl7.org/fhir/fm-status')
    if 'subscriber' in r:
        x1 = r['subscriber']
        v.reference_reference(p[18], x1, '')
    if 'type' in r:
        x1 = r['type']
        v.token_concept(p[19], x1)


def patients(r, v):
    if 'beneficiary' in r:
        x1 = r['beneficiary']
        v.patient(x1)
    if 'payor' in r:
        for x1 in r['payor']:
            v.patient(x1)
    if 'policyHolder' in r:
        x1 = r['policyHolder']
        v.patient(x1)
    if 'subscriber' in r:
        x1 = r['subscriber']
        v.patient(x1)
