from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens_ = []
    tokens = tokens_.append
    strings_ = []
    strings = strings_.append
    dates_ = []
    dates = dates_.append
    quantities_ = []
    quantities = quantities_.append
    uris_ = []
    uris = uris_.append
    texts_ = []
    texts = texts_.append
    composites_ = []
    composites = composites_.append
    of_types_ = []
    of_types = of_types_.append
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
    if 'useContext' in r:
        for x1 in r['useContext']:
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            tokens(new(TokenValue, (p[9], s, k)))
                        if 'display' in c:
                            k, d = c.get('code', ''), c['display']
                            texts(new(TextValue, (p[9], s, k, d)))
                if 'text' in x3:
                    concept_text(texts, (p[9], ), x3)
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                quantity_quantity(quantities, (p[10], ), x3)
            if 'code' in x1:
                x3 = x1['code']
                s = x3.get('system', '')
                if 'code' in x3:
                    k = x3['code']
                    tokens(new(TokenValue, (p[11], s, k)))
                if 'display' in x3:
                    k, d = x3.get('code', ''), x3['display']
                    texts(new(TextValue, (p[11], s, k, d)))
            part1 = []
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                quantity_quantity(part1.append, (p[10], ), x3)
            if part1:
                part0 = []
                if 'code' in x1:
                    x4 = x1['code']
                    s = x4.get('system', '')
                    if 'code' in x4:
                        k = x4['code']
                        part0.append(new(TokenValue, (p[11], s, k)))
                if part0:
                    for c0 in part0:
                        for c1 in part1:
                            composites(new(CompositeValue, (p[12], (c0, c1))))
            part1 = []
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            part1.append(new(TokenValue, (p[9], s, k)))
            if part1:
                part0 = []
                if 'code' in x1:
                    x4 = x1['code']
                    s = x4.get('system', '')
                    if 'code' in x4:
                        k = x4['code']
                        part0.append(new(TokenValue, (p[11], s, k)))
                if part0:
                    for c0 in part0:
                        for c1 in part1:
                            composites(new(CompositeValue, (p[13], (c0, c1))))
    if 'date' in r:
        x1 = r['date']
        date_moment(dates, (p[14], ), x1)
    if 'description' in r:
        x1 = r['description']
        strings(new(StringValue, (p[15], x1)))
    if 'effectivePeriod' in r:
        x1 = r['effectivePeriod']
        date_period(dates, (p[16], ), x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[17], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[17], ), x1)
    if 'jurisdiction' in r:
        for x1 in r['jurisdiction']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[18], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[18], s, k, d)))
            if 'text' in x1:
                concept_text(texts, (p[18], ), x1)
    if 'name' in r:
        x1 = r['name']
        strings(new(StringValue, (p[19], x1)))
    if 'publisher' in r:
        x1 = r['publisher']
        strings(new(StringValue, (p[20], x1)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(TokenValue, (p[21], 'http://hl7.org/fhir/publication-status', x1)))
    if 'title' in r:
        x1 = r['title']
        strings(new(StringValue, (p[22], x1)))
    if 'url' in r:
        x1 = r['url']
        uris(new(UriValue, (p[23], x1)))
    if 'version' in r:
        x1 = r['version']
        tokens(new(TokenValue, (p[24], '', x1)))
    return new(IndexValues, (tuple(tokens_), tuple(strings_), tuple(dates_), (), tuple(quantities_), tuple(uris_), tuple(texts_), tuple(composites_), (), tuple(of_types_)))


def patients(r, add):
    return
