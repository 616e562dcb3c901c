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
    if 'code' in r:
        x1 = r['code']
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
    if 'context' in r:
        x1 = r['context']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[11], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[11], x1)
    if 'enteredDate' in r:
        x1 = r['enteredDate']
        date_moment(dates, (p[12], ), x1)
    if 'enterer' in r:
        x1 = r['enterer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[13], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[13], x1)
    if 'factorOverride' in r:
        x1 = r['factorOverride']
        quantity_number(quantities, (p[14], ), x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[15], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[15], ), x1)
    if 'occurrenceDateTime' in r:
        x1 = r['occurrenceDateTime']
        date_moment(dates, (p[16], ), x1)
    if 'occurrencePeriod' in r:
        x1 = r['occurrencePeriod']
        date_period(dates, (p[16], ), x1)
    if 'occurrenceTiming' in r:
        x1 = r['occurrenceTiming']
        date_timing(dates, (p[16], ), x1)
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(ReferenceValue, (p[17], k, i, u)))
            references(new(ReferenceValue, (p[25], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[17], x1, 'Patient')
            link_identifier(reference_identifiers, p[25], x1)
    if 'performer' in r:
        for x1 in r['performer']:
            if 'actor' in x1:
                x3 = x1['actor']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[18], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[18], x3)
            if 'function' in x1:
                x3 = x1['function']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            tokens(new(TokenValue, (p[19], s, k)))
                        if 'display' in c:
                            k, d = c.get('code', ''), c['display']
                            texts(new(TextValue, (p[19], s, k, d)))
                if 'text' in x3:
                    concept_text(texts, (p[19], ), x3)
    if 'performingOrganization' in r:
        x1 = r['performingOrganization']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[20], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[20], x1)
    if 'priceOverride' in r:
        x1 = r['priceOverride']
        quantity_money(quantities, (p[21], ), x1)
    if 'quantity' in r:
        x1 = r['quantity']
        quantity_quantity(quantities, (p[22], ), x1)
    if 'requestingOrganization' in r:
        x1 = r['requestingOrganization']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[23], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[23], x1)
    if 'service' in r:
        for x1 in r['service']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[24], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[24], x1)
    return new(IndexValues, (tuple(tokens_), (), tuple(dates_), tuple(references_), tuple(quantities_), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    if 'subject' in r:
        x1 = r['subject']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            add(k[8:].partition('/')[0])

