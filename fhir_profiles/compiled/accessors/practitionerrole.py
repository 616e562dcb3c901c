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
    if 'active' in r:
        x1 = r['active']
        token_boolean(tokens, (p[9], ), x1)
    if 'period' in r:
        x1 = r['period']
        date_period(dates, (p[10], ), x1)
    if 'telecom' in r:
        for x1 in r['telecom']:
            if x1.get('system') == 'email':
                token_contact(tokens, (p[11], ), x1)
            if x1.get('system') == 'phone':
                token_contact(tokens, (p[16], ), x1)
            token_contact(tokens, (p[21], ), x1)
    if 'endpoint' in r:
        for x1 in r['endpoint']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[12], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[12], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[13], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[13], ), x1)
    if 'location' in r:
        for x1 in r['location']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[14], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[14], x1)
    if 'organization' in r:
        x1 = r['organization']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[15], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[15], x1)
    if 'practitioner' in r:
        x1 = r['practitioner']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[17], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[17], x1)
    if 'code' in r:
        for x1 in r['code']:
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
    if 'healthcareService' in r:
        for x1 in r['healthcareService']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[19], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[19], x1)
    if 'specialty' in r:
        for x1 in r['specialty']:
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
    return new(IndexValues, (tuple(tokens_), (), tuple(dates_), tuple(references_), (), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    return
