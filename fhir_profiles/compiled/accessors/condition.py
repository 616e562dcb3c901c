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
    if 'abatementAge' in r:
        x1 = r['abatementAge']
        quantity_quantity(quantities, (p[9], ), x1)
    if 'abatementDateTime' in r:
        x1 = r['abatementDateTime']
        date_moment(dates, (p[10], ), x1)
    if 'abatementPeriod' in r:
        x1 = r['abatementPeriod']
        date_period(dates, (p[10], ), x1)
    if 'abatementString' in r:
        x1 = r['abatementString']
        strings(new(StringValue, (p[11], x1)))
    if 'asserter' in r:
        x1 = r['asserter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[12], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[12], x1)
    if 'bodySite' in r:
        for x1 in r['bodySite']:
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
    if 'category' in r:
        for x1 in r['category']:
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
    if 'clinicalStatus' in r:
        x1 = r['clinicalStatus']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[15], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[15], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[15], ), x1)
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[16], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[16], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[16], ), x1)
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[17], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[17], x1)
    if 'evidence' in r:
        for x1 in r['evidence']:
            if 'code' in x1:
                for x3 in x1['code']:
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
            if 'detail' in x1:
                for x3 in x1['detail']:
                    if x3.get('reference', '#')[0] != '#':
                        k, i, u = split_literal(x3)
                        references(new(ReferenceValue, (p[19], k, i, u)))
                    if 'identifier' in x3:
                        link_identifier(reference_identifiers, p[19], x3)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[20], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[20], ), x1)
    if 'onsetAge' in r:
        x1 = r['onsetAge']
        quantity_quantity(quantities, (p[21], ), x1)
    if 'onsetDateTime' in r:
        x1 = r['onsetDateTime']
        date_moment(dates, (p[22], ), x1)
    if 'onsetPeriod' in r:
        x1 = r['onsetPeriod']
        date_period(dates, (p[22], ), x1)
    if 'onsetString' in r:
        x1 = r['onsetString']
        strings(new(StringValue, (p[23], x1)))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(ReferenceValue, (p[24], k, i, u)))
            references(new(ReferenceValue, (p[28], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[24], x1, 'Patient')
            link_identifier(reference_identifiers, p[28], x1)
    if 'recordedDate' in r:
        x1 = r['recordedDate']
        date_moment(dates, (p[25], ), x1)
    if 'severity' in r:
        x1 = r['severity']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[26], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[26], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[26], ), x1)
    if 'stage' in r:
        for x1 in r['stage']:
            if 'summary' in x1:
                x3 = x1['summary']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            tokens(new(TokenValue, (p[27], s, k)))
                        if 'display' in c:
                            k, d = c.get('code', ''), c['display']
                            texts(new(TextValue, (p[27], s, k, d)))
                if 'text' in x3:
                    concept_text(texts, (p[27], ), x3)
    if 'verificationStatus' in r:
        x1 = r['verificationStatus']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[29], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[29], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[29], ), x1)
    return new(IndexValues, (tuple(tokens_), tuple(strings_), tuple(dates_), tuple(references_), tuple(quantities_), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    if 'asserter' in r:
        x1 = r['asserter']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            add(k[8:].partition('/')[0])
    if 'subject' in r:
        x1 = r['subject']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            add(k[8:].partition('/')[0])

