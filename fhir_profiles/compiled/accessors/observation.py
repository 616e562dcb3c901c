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
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[9], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[9], x1)
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[10], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[10], s, k, d)))
            if 'text' in x1:
                concept_text(texts, (p[10], ), x1)
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[11], s, k)))
                    tokens(new(TokenValue, (p[16], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[11], s, k, d)))
                    texts(new(TextValue, (p[16], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[11], p[16], ), x1)
    if 'component' in r:
        for x1 in r['component']:
            if 'code' in x1:
                x3 = x1['code']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            tokens(new(TokenValue, (p[16], s, k)))
                            tokens(new(TokenValue, (p[22], s, k)))
                        if 'display' in c:
                            k, d = c.get('code', ''), c['display']
                            texts(new(TextValue, (p[16], s, k, d)))
                            texts(new(TextValue, (p[22], s, k, d)))
                if 'text' in x3:
                    concept_text(texts, (p[16], p[22], ), x3)
            if 'dataAbsentReason' in x1:
                x3 = x1['dataAbsentReason']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            tokens(new(TokenValue, (p[19], s, k)))
                            tokens(new(TokenValue, (p[25], s, k)))
                        if 'display' in c:
                            k, d = c.get('code', ''), c['display']
                            texts(new(TextValue, (p[19], s, k, d)))
                            texts(new(TextValue, (p[25], s, k, d)))
                if 'text' in x3:
                    concept_text(texts, (p[19], p[25], ), x3)
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            tokens(new(TokenValue, (p[20], s, k)))
                            tokens(new(TokenValue, (p[26], s, k)))
                        if 'display' in c:
                            k, d = c.get('code', ''), c['display']
                            texts(new(TextValue, (p[20], s, k, d)))
                            texts(new(TextValue, (p[26], s, k, d)))
                if 'text' in x3:
                    concept_text(texts, (p[20], p[26], ), x3)
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                quantity_quantity(quantities, (p[21], p[27], ), x3)
            part1 = []
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            part1.append(new(TokenValue, (p[20], s, k)))
            if part1:
                part0 = []
                if 'code' in x1:
                    x4 = x1['code']
                    if 'coding' in x4:
                        for c in x4['coding']:
                            s = c.get('system', '')
                            if 'code' in c:
                                k = c['code']
                                part0.append(new(TokenValue, (p[16], s, k)))
                if part0:
                    for c0 in part0:
                        for c1 in part1:
                            composites(new(CompositeValue, (p[17], (c0, c1))))
                            composites(new(CompositeValue, (p[23], (new(type(c0), (p[22], *c0[1:])), new(type(c1), (p[26], *c1[1:]))))))
            part1 = []
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                quantity_quantity(part1.append, (p[21], ), x3)
            if part1:
                part0 = []
                if 'code' in x1:
                    x4 = x1['code']
                    if 'coding' in x4:
                        for c in x4['coding']:
                            s = c.get('system', '')
                            if 'code' in c:
                                k = c['code']
                                part0.append(new(TokenValue, (p[16], s, k)))
                if part0:
                    for c0 in part0:
                        for c1 in part1:
                            composites(new(CompositeValue, (p[18], (c0, c1))))
                            composites(new(CompositeValue, (p[24], (new(type(c0), (p[22], *c0[1:])), new(type(c1), (p[27], *c1[1:]))))))
    if 'dataAbsentReason' in r:
        x1 = r['dataAbsentReason']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[19], s, k)))
                    tokens(new(TokenValue, (p[28], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[19], s, k, d)))
                    texts(new(TextValue, (p[28], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[19], p[28], ), x1)
    if 'valueCodeableConcept' in r:
        x1 = r['valueCodeableConcept']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[20], s, k)))
                    tokens(new(TokenValue, (p[43], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[20], s, k, d)))
                    texts(new(TextValue, (p[43], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[20], p[43], ), x1)
        if 'text' in x1:
            x2 = x1['text']
            strings(new(StringValue, (p[46], x2)))
    if 'valueQuantity' in r:
        x1 = r['valueQuantity']
        quantity_quantity(quantities, (p[21], p[45], ), x1)
    if 'effectiveDateTime' in r:
        x1 = r['effectiveDateTime']
        date_moment(dates, (p[29], ), x1)
    if 'effectivePeriod' in r:
        x1 = r['effectivePeriod']
        date_period(dates, (p[29], ), x1)
    if 'effectiveTiming' in r:
        x1 = r['effectiveTiming']
        date_timing(dates, (p[29], ), x1)
    if 'effectiveInstant' in r:
        x1 = r['effectiveInstant']
        date_moment(dates, (p[29], ), x1)
    if 'derivedFrom' in r:
        for x1 in r['derivedFrom']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[30], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[30], x1)
    if 'device' in r:
        x1 = r['device']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[31], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[31], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[32], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[32], x1)
    if 'focus' in r:
        for x1 in r['focus']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[33], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[33], x1)
    if 'hasMember' in r:
        for x1 in r['hasMember']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[34], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[34], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[35], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[35], ), x1)
    if 'method' in r:
        x1 = r['method']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[36], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[36], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[36], ), x1)
    if 'partOf' in r:
        for x1 in r['partOf']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[37], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[37], x1)
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(ReferenceValue, (p[38], k, i, u)))
            references(new(ReferenceValue, (p[42], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[38], x1, 'Patient')
            link_identifier(reference_identifiers, p[42], x1)
    if 'performer' in r:
        for x1 in r['performer']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[39], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[39], x1)
    if 'specimen' in r:
        x1 = r['specimen']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[40], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[40], x1)
    if 'status' in r:
        x1 = r['status']
        tokens(new(TokenValue, (p[41], 'http://hl7.org/fhir/observation-status', x1)))
    if 'valueDateTime' in r:
        x1 = r['valueDateTime']
        date_moment(dates, (p[44], ), x1)
    if 'valuePeriod' in r:
        x1 = r['valuePeriod']
        date_period(dates, (p[44], ), x1)
    if 'valueString' in r:
        x1 = r['valueString']
        strings(new(StringValue, (p[46], x1)))
    part1 = []
    if 'valueCodeableConcept' in r:
        x1 = r['valueCodeableConcept']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    part1.append(new(TokenValue, (p[43], s, k)))
    if part1:
        part0 = []
        if 'code' in r:
            x2 = r['code']
            if 'coding' in x2:
                for c in x2['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        part0.append(new(TokenValue, (p[11], s, k)))
        if part0:
            for c0 in part0:
                for c1 in part1:
                    composites(new(CompositeValue, (p[12], (c0, c1))))
                    composites(new(CompositeValue, (p[17], (new(type(c0), (p[16], *c0[1:])), new(type(c1), (p[20], *c1[1:]))))))
    part1 = []
    if 'valueDateTime' in r:
        x1 = r['valueDateTime']
        date_moment(part1.append, (p[44], ), x1)
    if 'valuePeriod' in r:
        x1 = r['valuePeriod']
        date_period(part1.append, (p[44], ), x1)
    if part1:
        part0 = []
        if 'code' in r:
            x2 = r['code']
            if 'coding' in x2:
                for c in x2['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        part0.append(new(TokenValue, (p[11], s, k)))
        if part0:
            for c0 in part0:
                for c1 in part1:
                    composites(new(CompositeValue, (p[13], (c0, c1))))
    part1 = []
    if 'valueQuantity' in r:
        x1 = r['valueQuantity']
        quantity_quantity(part1.append, (p[45], ), x1)
    if part1:
        part0 = []
        if 'code' in r:
            x2 = r['code']
            if 'coding' in x2:
                for c in x2['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        part0.append(new(TokenValue, (p[11], s, k)))
        if part0:
            for c0 in part0:
                for c1 in part1:
                    composites(new(CompositeValue, (p[14], (c0, c1))))
                    composites(new(CompositeValue, (p[18], (new(type(c0), (p[16], *c0[1:])), new(type(c1), (p[21], *c1[1:]))))))
    part1 = []
    if 'valueString' in r:
        x1 = r['valueString']
        part1.append(new(StringValue, (p[46], x1)))
    if part1:
        part0 = []
        if 'code' in r:
            x2 = r['code']
            if 'coding' in x2:
                for c in x2['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        part0.append(new(TokenValue, (p[11], s, k)))
        if part0:
            for c0 in part0:
                for c1 in part1:
                    composites(new(CompositeValue, (p[15], (c0, c1))))
    return new(IndexValues, (tuple(tokens_), tuple(strings_), tuple(dates_), tuple(references_), tuple(quantities_), tuple(uris_), tuple(texts_), tuple(composites_), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    if 'performer' in r:
        for x1 in r['performer']:
            k = x1.get('reference', '')
            if k[:8] == 'Patient/':
                add(k[8:].partition('/')[0])
    if 'subject' in r:
        x1 = r['subject']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            add(k[8:].partition('/')[0])

