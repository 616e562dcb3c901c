from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens_ = []
    tokens = tokens_.append
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
    if 'agent' in r:
        for x1 in r['agent']:
            if 'who' in x1:
                x3 = x1['who']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[9], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[9], x3)
            if 'role' in x1:
                for x3 in x1['role']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            s = c.get('system', '')
                            if 'code' in c:
                                k = c['code']
                                tokens(new(TokenValue, (p[10], s, k)))
                            if 'display' in c:
                                k, d = c.get('code', ''), c['display']
                                texts(new(TextValue, (p[10], s, k, d)))
                    if 'text' in x3:
                        concept_text(texts, (p[10], ), x3)
            if 'type' in x1:
                x3 = x1['type']
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
    if 'entity' in r:
        for x1 in r['entity']:
            if 'what' in x1:
                x3 = x1['what']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[12], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[12], x3)
    if 'location' in r:
        x1 = r['location']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[13], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[13], x1)
    if 'target' in r:
        for x1 in r['target']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                if k == 'Patient':
                    references(new(ReferenceValue, (p[14], k, i, u)))
                references(new(ReferenceValue, (p[17], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[14], x1, 'Patient')
                link_identifier(reference_identifiers, p[17], x1)
    if 'recorded' in r:
        x1 = r['recorded']
        date_moment(dates, (p[15], ), x1)
    if 'signature' in r:
        for x1 in r['signature']:
            if 'type' in x1:
                for x3 in x1['type']:
                    s = x3.get('system', '')
                    if 'code' in x3:
                        k = x3['code']
                        tokens(new(TokenValue, (p[16], s, k)))
                    if 'display' in x3:
                        k, d = x3.get('code', ''), x3['display']
                        texts(new(TextValue, (p[16], s, k, d)))
    if 'occurredDateTime' in r:
        x1 = r['occurredDateTime']
        date_moment(dates, (p[18], ), x1)
    return new(IndexValues, (tuple(tokens_), (), tuple(dates_), tuple(references_), (), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), ()))


def patients(r, add):
    if 'target' in r:
        for x1 in r['target']:
            k = x1.get('reference', '')
            if k[:8] == 'Patient/':
                add(k[8:].partition('/')[0])

