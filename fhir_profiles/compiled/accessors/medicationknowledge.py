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
    if 'medicineClassification' in r:
        for x1 in r['medicineClassification']:
            if 'classification' in x1:
                for x3 in x1['classification']:
                    v.token_concept(p[9], x3)
            if 'type' in x1:
                x3 = x1['type']
                v.token_concept(p[10], x3)
    if 'code' in r:
        x1 = r['code']
        v.token_concept(p[11], x1)
    if 'doseForm' in r:
        x1 = r['doseForm']
        v.token_concept(p[12], x1)
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
        v.reference_reference(p[15], x1, '')
    if 'monitoringProgram' in r:
        for x1 in r['monitoringProgram']:
            if 'name' in x1:
                x3 = x1['name']
                v.token_text(p[16], x3)
            if 'type' in x1:
                x3 = x1['type']
                v.token_concept(p[17], x3)
    if 'monograph' in r:
        for x1 in r['monograph']:
            if 'source' in x1:
                x3 = x1['source']
                v.reference_reference(p[18], x3, '')
            if 'type' in x1:
                x3 = x1['type']
                v.token_concept(p[19], x3)
    if 'cost' in r:
        for x1 in r['cost']:
            if 'source' in x1:
                x3 = x1['source']
                v.token_text(p[20], x3)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[21], x1, 'http://terminology.hl7.org/CodeSystem/medicationknowledge-status')


def patients(r, v):
    return
