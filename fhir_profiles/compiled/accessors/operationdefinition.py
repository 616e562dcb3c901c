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
    if 'base' in r:
        x1 = r['base']
        v.reference_canonical(p[9], x1)
    if 'code' in r:
        x1 = r['code']
        v.token_code(p[10], x1, '')
    if 'useContext' in r:
        for x1 in r['useContext']:
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                v.token_concept(p[11], x3)
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                v.quantity_quantity(p[12], x3)
            if 'code' in x1:
                x3 = x1['code']
                v.token_coding(p[13], x3)
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[16], x1)
    if 'description' in r:
        x1 = r['description']
        v.string_text(p[17], x1)
    if 'inputProfile' in r:
        x1 = r['inputProfile']
        v.reference_canonical(p[18], x1)
    if 'instance' in r:
        x1 = r['instance']
        v.token_boolean(p[19], x1)
    if 'jurisdiction' in r:
        for x1 in r['jurisdiction']:
            v.token_concept(p[20], x1)
    if 'kind' in r:
        x1 = r['kind']
        v.token_code(p[21], x1, 'http://hl7.org/fhir/operation-kind')
    if 'name' in r:
        x1 = r['name']
        v.string_text(p[22], x1)
    if 'outputProfile' in r:
        x1 = r['outputProfile']
        v.reference_canonical(p[23], x1)
    if 'publisher' in r:
        x1 = r['publisher']
        v.string_text(p[24], x1)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[25], x1, 'http://hl7.org/fhir/publication-status')
    if 'system' in r:
        x1 = r['system']
        v.token_boolean(p[26], x1)
    if 'title' in r:
        x1 = r['title']
        v.string_text(p[27], x1)
    if 'type' in r:
        x1 = r['type']
        v.token_boolean(p[28], x1)
    if 'url' in r:
        x1 = r['url']
        v.uri_text(p[29], x1)
    if 'version' in r:
        x1 = r['version']
        v.token_text(p[30], x1)


def patients(r, v):
    return
