from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens_ = []
    tokens = tokens_.append
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
    if 'referenceSeq' in r:
        x1 = r['referenceSeq']
        if 'chromosome' in x1:
            x2 = x1['chromosome']
            if 'coding' in x2:
                for c in x2['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[9], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[9], s, k, d)))
            if 'text' in x2:
                concept_text(texts, (p[9], ), x2)
        if 'referenceSeqId' in x1:
            x2 = x1['referenceSeqId']
            if 'coding' in x2:
                for c in x2['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[14], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[14], s, k, d)))
            if 'text' in x2:
                concept_text(texts, (p[14], ), x2)
        if 'windowEnd' in x1:
            x2 = x1['windowEnd']
            quantity_number(quantities, (p[20], ), x2)
        if 'windowStart' in x1:
            x2 = x1['windowStart']
            quantity_number(quantities, (p[21], ), x2)
        part2 = []
        if 'windowEnd' in x1:
            x2 = x1['windowEnd']
            quantity_number(part2.append, (p[20], ), x2)
        if part2:
            part1 = []
            if 'windowStart' in x1:
                x3 = x1['windowStart']
                quantity_number(part1.append, (p[21], ), x3)
            if part1:
                part0 = []
                if 'chromosome' in x1:
                    x4 = x1['chromosome']
                    if 'coding' in x4:
                        for c in x4['coding']:
                            s = c.get('system', '')
                            if 'code' in c:
                                k = c['code']
                                part0.append(new(TokenValue, (p[9], s, k)))
                if part0:
                    for c0 in part0:
                        for c1 in part1:
                            for c2 in part2:
                                composites(new(CompositeValue, (p[11], (c0, c1, c2))))
        part2 = []
        if 'windowEnd' in x1:
            x2 = x1['windowEnd']
            quantity_number(part2.append, (p[20], ), x2)
        if part2:
            part1 = []
            if 'windowStart' in x1:
                x3 = x1['windowStart']
                quantity_number(part1.append, (p[21], ), x3)
            if part1:
                part0 = []
                if 'referenceSeqId' in x1:
                    x4 = x1['referenceSeqId']
                    if 'coding' in x4:
                        for c in x4['coding']:
                            s = c.get('system', '')
                            if 'code' in c:
                                k = c['code']
                                part0.append(new(TokenValue, (p[14], s, k)))
                if part0:
                    for c0 in part0:
                        for c1 in part1:
                            for c2 in part2:
                                composites(new(CompositeValue, (p[16], (c0, c1, c2))))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[12], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[12], ), x1)
    if 'patient' in r:
        x1 = r['patient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[13], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[13], x1)
    if 'type' in r:
        x1 = r['type']
        tokens(new(TokenValue, (p[17], 'http://hl7.org/fhir/sequence-type', x1)))
    if 'variant' in r:
        for x1 in r['variant']:
            if 'end' in x1:
                x3 = x1['end']
                quantity_number(quantities, (p[18], ), x3)
            if 'start' in x1:
                x3 = x1['start']
                quantity_number(quantities, (p[19], ), x3)
    return new(IndexValues, (tuple(tokens_), (), (), tuple(references_), tuple(quantities_), tuple(uris_), tuple(texts_), tuple(composites_), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    if 'patient' in r:
        x1 = r['patient']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            add(k[8:].partition('/')[0])

