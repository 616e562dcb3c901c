from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens_ = []
    tokens = tokens_.append
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
    if 'account' in r:
        for x1 in r['account']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[9], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[9], x1)
    if 'appointment' in r:
        for x1 in r['appointment']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[10], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[10], x1)
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[11], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[11], x1)
    if 'class' in r:
        x1 = r['class']
        s = x1.get('system', '')
        if 'code' in x1:
            k = x1['code']
            tokens(new(TokenValue, (p[12], s, k)))
        if 'display' in x1:
            k, d = x1.get('code', ''), x1['display']
            texts(new(TextValue, (p[12], s, k, d)))
    if 'period' in r:
        x1 = r['period']
        date_period(dates, (p[13], ), x1)
    if 'diagnosis' in r:
        for x1 in r['diagnosis']:
            if 'condition' in x1:
                x3 = x1['condition']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[14], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[14], x3)
    if 'episodeOfCare' in r:
        for x1 in r['episodeOfCare']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[15], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[15], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[16], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[16], ), x1)
    if 'length' in r:
        x1 = r['length']
        quantity_quantity(quantities, (p[17], ), x1)
    if 'location' in r:
        for x1 in r['location']:
            if 'location' in x1:
                x3 = x1['location']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[18], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[18], x3)
            if 'period' in x1:
                x3 = x1['period']
                date_period(dates, (p[19], ), x3)
    if 'partOf' in r:
        x1 = r['partOf']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[20], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[20], x1)
    if 'participant' in r:
        for x1 in r['participant']:
            if 'individual' in x1:
                x3 = x1['individual']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[21], k, i, u)))
                    if k == 'Practitioner':
                        references(new(ReferenceValue, (p[24], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[21], x3)
                    link_identifier(reference_identifiers, p[24], x3, 'Practitioner')
            if 'type' in x1:
                for x3 in x1['type']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            s = c.get('system', '')
                            if 'code' in c:
                                k = c['code']
                                tokens(new(TokenValue, (p[22], s, k)))
                            if 'display' in c:
                                k, d = c.get('code', ''), c['display']
                                texts(new(TextValue, (p[22], s, k, d)))
                    if 'text' in x3:
                        concept_text(texts, (p[22], ), x3)
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(ReferenceValue, (p[23], k, i, u)))
            references(new(ReferenceValue, (p[30], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[23], x1, 'Patient')
            link_identifier(reference_identifiers, p[30], x1)
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[25], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[25], s, k, d)))
            if 'text' in x1:
                concept_text(texts, (p[25], ), x1)
    if 'reasonReference' in r:
        for x1 in r['reasonReference']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[26], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[26], x1)
    if 'serviceProvider' in r:
        x1 = r['serviceProvider']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[27], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[27], x1)
    if 'hospitalization' in r:
        x1 = r['hospitalization']
        if 'specialArrangement' in x1:
            for x2 in x1['specialArrangement']:
                if 'coding' in x2:
                    for c in x2['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            tokens(new(TokenValue, (p[28], s, k)))
                        if 'display' in c:
                            k, d = c.get('code', ''), c['display']
                            texts(new(TextValue, (p[28], s, k, d)))
                if 'text' in x2:
                    concept_text(texts, (p[28], ), x2)
    if 'status' in r:
        x1 = r['status']
        tokens(new(TokenValue, (p[29], 'http://hl7.org/fhir/encounter-status', x1)))
    if 'type' in r:
        for x1 in r['type']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[31], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[31], s, k, d)))
            if 'text' in x1:
                concept_text(texts, (p[31], ), x1)
    return new(IndexValues, (tuple(tokens_), (), tuple(dates_), tuple(references_), tuple(quantities_), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    if 'subject' in r:
        x1 = r['subject']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            add(k[8:].partition('/')[0])

