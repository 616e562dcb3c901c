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
    if 'useContext' in r:
        for x1 in r['useContext']:
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                v.token_concept(p[9], x3)
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                v.quantity_quantity(p[10], x3)
            if 'code' in x1:
                x3 = x1['code']
                v.token_coding(p[11], x3)
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[14], x1)
    if 'group' in r:
        for x1 in r['group']:
            if 'element' in x1:
                for x3 in x1['element']:
                    if 'target' in x3:
                        for x5 in x3['target']:
                            if 'dependsOn' in x5:
                                for x7 in x5['dependsOn']:
                                    if 'property' in x7:
                                        x9 = x7['property']
                                        v.uri_text(p[15], x9)
                            if 'product' in x5:
                                for x7 in x5['product']:
                                    if 'property' in x7:
                                        x9 = x7['property']
                                        v.uri_text(p[21], x9)
                            if 'code' in x5:
                                x7 = x5['code']
                                v.token_code(p[29], x7, '')
                    if 'code' in x3:
                        x5 = x3['code']
                        v.token_code(p[24], x5, '')
            if 'unmapped' in x1:
                x3 = x1['unmapped']
                if 'url' in x3:
                    x4 = x3['url']
                    v.reference_canonical(p[20], x4)
            if 'source' in x1:
                x3 = x1['source']
                v.uri_text(p[25], x3)
            if 'target' in x1:
                x3 = x1['target']
                v.uri_text(p[30], x3)
    if 'description' in r:
        x1 = r['description']
        v.string_text(p[16], x1)
    if 'identifier' in r:
        x1 = r['identifier']
        v.token_identifier(p[17], x1)
    if 'jurisdiction' in r:
        for x1 in r['jurisdiction']:
            v.token_concept(p[18], x1)
    if 'name' in r:
        x1 = r['name']
        v.string_text(p[19], x1)
    if 'publisher' in r:
        x1 = r['publisher']
        v.string_text(p[22], x1)
    if 'sourceCanonical' in r:
        x1 = r['sourceCanonical']
        v.reference_canonical(p[23], x1)
    if 'sourceUri' in r:
        x1 = r['sourceUri']
        v.reference_canonical(p[26], x1)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[27], x1, 'http://hl7.org/fhir/publication-status')
    if 'targetCanonical' in r:
        x1 = r['targetCanonical']
        v.reference_canonical(p[28], x1)
    if 'targetUri' in r:
        x1 = r['targetUri']
        v.reference_canonical(p[31], x1)
    if 'title' in r:
        x1 = r['title']
        v.string_text(p[32], x1)
    if 'url' in r:
        x1 = r['url']
        v.uri_text(p[33], x1)
    if 'version' in r:
        x1 = r['version']
        v.token_text(p[34], x1)


def patients(r, v):
    return
