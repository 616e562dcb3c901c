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
    uris_ = []
    uris = uris_.append
    texts_ = []
    texts = texts_.append
    reference_identifiers_ = []
    reference_identifiers = reference_identifiers_.append
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
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[9], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[9], s, k, d)))
            if 'text' in x1:
                concept_text(texts, (p[9], ), x1)
    if 'period' in r:
        x1 = r['period']
        date_period(dates, (p[10], ), x1)
    if 'focus' in r:
        for x1 in r['focus']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[11], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[11], s, k, d)))
            if 'text' in x1:
                concept_text(texts, (p[11], ), x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[12], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[12], ), x1)
    if 'keyword' in r:
        for x1 in r['keyword']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[13], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[13], s, k, d)))
            if 'text' in x1:
                concept_text(texts, (p[13], ), x1)
    if 'location' in r:
        for x1 in r['location']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[14], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[14], s, k, d)))
            if 'text' in x1:
                concept_text(texts, (p[14], ), x1)
    if 'partOf' in r:
        for x1 in r['partOf']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[15], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[15], x1)
    if 'principalInvestigator' in r:
        x1 = r['principalInvestigator']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[16], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[16], x1)
    if 'protocol' in r:
        for x1 in r['protocol']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[17], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[17], x1)
    if 'site' in r:
        for x1 in r['site']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[18], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[18], x1)
    if 'sponsor' in r:
        x1 = r['sponsor']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[19], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[19], x1)
    if 'status' in r:
        x1 = r['status']
        tokens(new(TokenValue, (p[20], 'http://hl7.org/fhir/research-study-status', x1)))
    if 'title' in r:
        x1 = r['title']
        strings(new(StringValue, (p[21], x1)))
    return new(IndexValues, (tuple(tokens_), tuple(strings_), tuple(dates_), tuple(references_), (), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    return
