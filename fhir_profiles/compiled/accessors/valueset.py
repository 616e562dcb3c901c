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
    if 'expansion' in r:
        x1 = r['expansion']
        if 'contains' in x1:
            for x2 in x1['contains']:
                if 'code' in x2:
                    x4 = x2['code']
                    v.token_code(p[9], x4, '')
        if 'identifier' in x1:
            x2 = x1['identifier']
            v.uri_text(p[17], x2)
    if 'compose' in r:
        x1 = r['compose']
        if 'include' in x1:
            for x2 in x1['include']:
                if 'concept' in x2:
                    for x4 in x2['concept']:
                        if 'code' in x4:
                            x6 = x4['code']
                            v.token_code(p[9], x6, '')
                if 'system' in x2:
                    x4 = x2['system']
                    v.uri_text(p[22], x4)
    if 'useContext' in r:
        for x1 in r['useContext']:
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                v.token_concept(p[10], x3)
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                v.quantity_quantity(p[11], x3)
            if 'code' in x1:
                x3 = x1['code']
                v.token_coding(p[12], x3)
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[15], x1)
    if 'description' in r:
        x1 = r['description']
        v.string_text(p[16], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[18], x1)
    if 'jurisdiction' in r:
        for x1 in r['jurisdiction']:
            v.token_concept(p[19], x1)
    if 'name' in r:
        x1 = r['name']
        v.string_text(p[20], x1)
    if 'publisher' in r:
        x1 = r['publisher']
        v.string_text(p[21], x1)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[23], x1, 'http://hl7.org/fhir/publication-status')
    if 'title' in r:
        x1 = r['title']
        v.string_text(p[24], x1)
    if 'url' in r:
        x1 = r['url']
        v.uri_text(p[25], x1)
    if 'version' in r:
        x1 = r['version']
        v.token_text(p[26], x1)


def patients(r, v):
    return
