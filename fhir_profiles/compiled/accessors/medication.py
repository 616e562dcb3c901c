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
    if 'code' in r:
        x1 = r['code']
        v.token_concept(p[9], x1)
    if 'batch' in r:
        x1 = r['batch']
        if 'expirationDate' in x1:
            x2 = x1['expirationDate']
            v.date_moment(p[10], x2)
        if 'lotNumber' in x1:
            x2 = x1['lotNumber']
            v.token_text(p[15], x2)
    if 'form' in r:
        x1 = r['form']
        v.token_concept(p[11], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[12], x1)
    if 'ingredient' in r:
        for x1 in r['ingredient']:
            if 'itemReference' in x1:
                x3 = x1['itemReference']
                v.reference_reference(p[13], x3, '')
            if 'itemCodeableConcept' in x1:
                x3 = x1['itemCodeableConcept']
                v.token_concept(p[14], x3)
    if 'manufacturer' in r:
        x1 = r['manufacturer']
        v.reference_reference(p[16], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[17], x1, 'http://hl7.org/fhir/CodeSystem/medication-status')


def patients(r, v):
    return
