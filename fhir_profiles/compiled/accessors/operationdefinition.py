from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens_ = []
    tokens = tokens_.append
    strings_ = []
    strings = strings_.append
    dates_ = []
    dates = dates_.append
    references_ = []
    references = references_.append
    quantities_ = []
    quantities = quantities_.append
    uris_ = []
    uris = uris_.append
    texts_ = []
    texts = texts_.append
    composites_ = []
    composites = composites_.append
    if 'meta' in r:
        x1 = r['meta']
        if 'profile' in x1:
            for x2 in x1['profile']:
                if x2 is None:
                    continue
                uris(new(UriValue, (p[3], x2)))
        if 'security' in x1:
            for x2 in x1['security']:
                s = x2.get('system', '')
                if 'code' in x2:
                    k = x2['code']
                    tokens(new(TokenValue, (p[5], s, k)))
                if 'display' in x2:
                    k, d = x2.get('code', ''), x2['display']
                    texts(new(TextValue, (p[5], s, k, d)))
        if 'source' in x1:
            x2 = x1['source']
            uris(new(UriValue, (p[6], x2)))
        if 'tag' in x1:
            for x2 in x1['tag']:
                s = x2.get('system', '')
                if 'code' in x2:
                    k = x2['code']
                    tokens(new(TokenValue, (p[7], s, k)))
                if 'display' in x2:
                    k, d = x2.get('code', ''), x2['display']
                    texts(new(TextValue, (p[7], s, k, d)))
    if 'base' in r:
        x1 = r['base']
        reference_canonical(references, (p[9], ), x1)
    if 'code' in r:
        x1 = r['code']
        tokens(new(TokenValue, (p[10], '', x1)))
    if 'useContext' in r:
        for x1 in r['useContext']:
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            tokens(new(TokenValue, (p[11], s, k)))
                        if 'display' in c:
                            k, d = c.get('code', ''), c['display']
                            texts(new(TextValue, (p[11], s, k, d)))
                if 'text' in x3:
                    concept_text(texts, (p[11], ), x3)
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                quantity_quantity(quantities, (p[12], ), x3)
            if 'code' in x1:
                x3 = x1['code']
                s = x3.get('system', '')
                if 'code' in x3:
                    k = x3['code']
                    tokens(new(TokenValue, (p[13], s, k)))
                if 'display' in x3:
                    k, d = x3.get('code', ''), x3['display']
                    texts(new(TextValue, (p[13], s, k, d)))
            part1 = []
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                quantity_quantity(part1.append, (p[12], ), x3)
            if part1:
                part0 = []
                if 'code' in x1:
                    x4 = x1['code']
                    s = x4.get('system', '')
                    if 'code' in x4:
                        k = x4['code']
                        part0.append(new(TokenValue, (p[13], s, k)))
                if part0:
                    for c0 in part0:
                        for c1 in part1:
                            composites(new(CompositeValue, (p[14], (c0, c1))))
            part1 = []
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            part1.append(new(TokenValue, (p[11], s, k)))
            if part1:
                part0 = []
                if 'code' in x1:
                    x4 = x1['code']
                    s = x4.get('system', '')
                    if 'code' in x4:
                        k = x4['code']
                        part0.append(new(TokenValue, (p[13], s, k)))
                if part0:
                    for c0 in part0:
                        for c1 in part1:
                            composites(new(CompositeValue, (p[15], (c0, c1))))
    if 'date' in r:
        x1 = r['date']
        date_moment(dates, (p[16], ), x1)
    if 'description' in r:
        x1 = r['description']
        strings(new(StringValue, (p[17], x1)))
    if 'inputProfile' in r:
        x1 = r['inputProfile']
        reference_canonical(references, (p[18], ), x1)
    if 'instance' in r:
        x1 = r['instance']
        token_boolean(tokens, (p[19], ), x1)
    if 'jurisdiction' in r:
        for x1 in r['jurisdiction']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[20], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[20], s, k, d)))
            if 'text' in x1:
                concept_text(texts, (p[20], ), x1)
    if 'kind' in r:
        x1 = r['kind']
        tokens(new(TokenValue, (p[21], 'http://hl7.org/fhir/operation-kind', x1)))
    if 'name' in r:
        x1 = r['name']
        strings(new(StringValue, (p[22], x1)))
    if 'outputProfile' in r:
        x1 = r['outputProfile']
        reference_canonical(references, (p[23], ), x1)
    if 'publisher' in r:
        x1 = r['publisher']
        strings(new(StringValue, (p[24], x1)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(TokenValue, (p[25], 'http://hl7.org/fhir/publication-status', x1)))
    if 'system' in r:
        x1 = r['system']
        token_boolean(tokens, (p[26], ), x1)
    if 'title' in r:
        x1 = r['title']
        strings(new(StringValue, (p[27], x1)))
    if 'type' in r:
        x1 = r['type']
        token_boolean(tokens, (p[28], ), x1)
    if 'url' in r:
        x1 = r['url']
        uris(new(UriValue, (p[29], x1)))
    if 'version' in r:
        x1 = r['version']
        tokens(new(TokenValue, (p[30], '', x1)))
    return new(IndexValues, (tuple(tokens_), tuple(strings_), tuple(dates_), tuple(references_), tuple(quantities_), tuple(uris_), tuple(texts_), tuple(composites_), (), ()))


def patients(r, add):
    return
