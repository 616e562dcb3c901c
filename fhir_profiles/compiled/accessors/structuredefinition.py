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
    if 'abstract' in r:
        x1 = r['abstract']
        v.token_boolean(p[9], x1)
    if 'baseDefinition' in r:
        x1 = r['baseDefinition']
        v.reference_canonical(p[10], x1)
    if 'snapshot' in r:
        x1 = r['snapshot']
        if 'element' in x1:
            for x2 in x1['element']:
                if 'base' in x2:
                    x4 = x2['base']
                    if 'path' in x4:
                        x5 = x4['path']
                        v.token_text(p[11], x5)
                if 'path' in x2:
                    x4 = x2['path']
                    v.token_text(p[27], x4)
                if 'binding' in x2:
                    x4 = x2['binding']
                    if 'valueSet' in x4:
                        x5 = x4['valueSet']
                        v.reference_canonical(p[33], x5)
    if 'differential' in r:
        x1 = r['differential']
        if 'element' in x1:
            for x2 in x1['element']:
                if 'base' in x2:
                    x4 = x2['base']
                    if 'path' in x4:
                        x5 = x4['path']
                        v.token_text(p[11], x5)
                if 'path' in x2:
                    x4 = x2['path']
                    v.token_text(p[27], x4)
    if 'useContext' in r:
        for x1 in r['useContext']:
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                v.token_concept(p[12], x3)
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                v.quantity_quantity(p[13], x3)
            if 'code' in x1:
                x3 = x1['code']
                v.token_coding(p[14], x3)
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[17], x1)
    if 'derivation' in r:
        x1 = r['derivation']
        v.token_code(p[18], x1, 'http://hl7.org/fhir/type-derivation-rule')
    if 'description' in r:
        x1 = r['description']
        v.string_text(p[19], x1)
    if 'experimental' in r:
        x1 = r['experimental']
        v.token_boolean(p[20], x1)
    if 'context' in r:
        for x1 in r['context']:
            if 'type' in x1:
                x3 = x1['type']
                v.token_code(p[21], x3, 'http://hl7.org/fhir/extension-context-type')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[22], x1)
    if 'jurisdiction' in r:
        for x1 in r['jurisdiction']:
            v.token_concept(p[23], x1)
    if 'keyword' in r:
        for x1 in r['keyword']:
            v.token_coding(p[24], x1)
    if 'kind' in r:
        x1 = r['kind']
        v.token_code(p[25], x1, 'http://hl7.org/fhir/structure-definition-kind')
    if 'name' in r:
        x1 = r['name']
        v.string_text(p[26], x1)
    if 'publisher' in r:
        x1 = r['publisher']
        v.string_text(p[28], x1)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[29], x1, 'http://hl7.org/fhir/publication-status')
    if 'title' in r:
        x1 = r['title']
        v.string_text(p[30], x1)
    if 'type' in r:
        x1 = r['type']
        v.uri_text(p[31], x1)
    if 'url' in r:
        x1 = r['url']
        v.uri_text(p[32], x1)
    if 'version' in r:
        x1 = r['version']
        v.token_text(p[34], x1)


def patients(r, v):
    return
