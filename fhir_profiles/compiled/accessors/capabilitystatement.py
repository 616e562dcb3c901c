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
    if 'description' in r:
        x1 = r['description']
        v.string_text(p[15], x1)
    if 'version' in r:
        x1 = r['version']
        v.token_text(p[16], x1)
        v.token_text(p[31], x1)
    if 'format' in r:
        for x1 in r['format']:
            v.token_code(p[17], x1, '')
    if 'implementationGuide' in r:
        for x1 in r['implementationGuide']:
            v.reference_canonical(p[18], x1)
    if 'jurisdiction' in r:
        for x1 in r['jurisdiction']:
            v.token_concept(p[19], x1)
    if 'rest' in r:
        for x1 in r['rest']:
            if 'mode' in x1:
                x3 = x1['mode']
                v.token_code(p[20], x3, 'http://hl7.org/fhir/restful-capability-mode')
            if 'resource' in x1:
                for x3 in x1['resource']:
                    if 'type' in x3:
                        x5 = x3['type']
                        v.token_code(p[23], x5, 'http://hl7.org/fhir/resource-types')
                    if 'profile' in x3:
                        x5 = x3['profile']
                        v.reference_canonical(p[24], x5)
                    if 'supportedProfile' in x3:
                        for x5 in x3['supportedProfile']:
                            v.reference_canonical(p[28], x5)
            if 'security' in x1:
                x3 = x1['security']
                if 'service' in x3:
                    for x4 in x3['service']:
                        v.token_concept(p[25], x4)
    if 'name' in r:
        x1 = r['name']
        v.string_text(p[21], x1)
    if 'publisher' in r:
        x1 = r['publisher']
        v.string_text(p[22], x1)
    if 'software' in r:
        x1 = r['software']
        if 'name' in x1:
            x2 = x1['name']
            v.string_text(p[26], x2)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[27], x1, 'http://hl7.org/fhir/publication-status')
    if 'title' in r:
        x1 = r['title']
        v.string_text(p[29], x1)
    if 'url' in r:
        x1 = r['url']
        v.uri_text(p[30], x1)


def patients(r, v):
    return
