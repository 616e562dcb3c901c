from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens_ = []
    tokens = tokens_.append
    references_ = []
    references = references_.append
    uris_ = []
    uris = uris_.append
    texts_ = []
    texts = texts_.append
    composites_ = []
    composites = composites_.append
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
    if 'actual' in r:
        x1 = r['actual']
        token_boolean(tokens, (p[9], ), x1)
    if 'characteristic' in r:
        for x1 in r['characteristic']:
            if 'code' in x1:
                x3 = x1['code']
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
            if 'exclude' in x1:
                x3 = x1['exclude']
                token_boolean(tokens, (p[13], ), x3)
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            tokens(new(TokenValue, (p[18], s, k)))
                        if 'display' in c:
                            k, d = c.get('code', ''), c['display']
                            texts(new(TextValue, (p[18], s, k, d)))
                if 'text' in x3:
                    concept_text(texts, (p[18], ), x3)
            if 'valueBoolean' in x1:
                x3 = x1['valueBoolean']
                token_boolean(tokens, (p[18], ), x3)
            part1 = []
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            part1.append(new(TokenValue, (p[18], s, k)))
            if 'valueBoolean' in x1:
                x3 = x1['valueBoolean']
                token_boolean(part1.append, (p[18], ), x3)
            if part1:
                part0 = []
                if 'code' in x1:
                    x4 = x1['code']
                    if 'coding' in x4:
                        for c in x4['coding']:
                            s = c.get('system', '')
                            if 'code' in c:
                                k = c['code']
                                part0.append(new(TokenValue, (p[10], s, k)))
                if part0:
                    for c0 in part0:
                        for c1 in part1:
                            composites(new(CompositeValue, (p[11], (c0, c1))))
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[12], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[12], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[12], ), x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[14], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[14], ), x1)
    if 'managingEntity' in r:
        x1 = r['managingEntity']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[15], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[15], x1)
    if 'member' in r:
        for x1 in r['member']:
            if 'entity' in x1:
                x3 = x1['entity']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[16], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[16], x3)
    if 'type' in r:
        x1 = r['type']
        tokens(new(TokenValue, (p[17], 'http://hl7.org/fhir/group-type', x1)))
    return new(IndexValues, (tuple(tokens_), (), (), tuple(references_), (), tuple(uris_), tuple(texts_), tuple(composites_), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    if 'member' in r:
        for x1 in r['member']:
            if 'entity' in x1:
                x3 = x1['entity']
                k = x3.get('reference', '')
                if k[:8] == 'Patient/':
                    add(k[8:].partition('/')[0])

