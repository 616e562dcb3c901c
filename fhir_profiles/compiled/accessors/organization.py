from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens_ = []
    tokens = tokens_.append
    strings_ = []
    strings = strings_.append
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
    if 'address' in r:
        for x1 in r['address']:
            string_address(strings, (p[10], ), x1)
            if 'city' in x1:
                x3 = x1['city']
                strings(new(StringValue, (p[11], x3)))
            if 'country' in x1:
                x3 = x1['country']
                strings(new(StringValue, (p[12], x3)))
            if 'postalCode' in x1:
                x3 = x1['postalCode']
                strings(new(StringValue, (p[13], x3)))
            if 'state' in x1:
                x3 = x1['state']
                strings(new(StringValue, (p[14], x3)))
            if 'use' in x1:
                x3 = x1['use']
                tokens(new(TokenValue, (p[15], 'http://hl7.org/fhir/address-use', x3)))
    if 'endpoint' in r:
        for x1 in r['endpoint']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[16], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[16], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[17], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[17], ), x1)
    if 'name' in r:
        x1 = r['name']
        strings(new(StringValue, (p[18], x1)))
    if 'alias' in r:
        for x1 in r['alias']:
            if x1 is None:
                continue
            strings(new(StringValue, (p[18], x1)))
    if 'partOf' in r:
        x1 = r['partOf']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[19], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[19], x1)
    if 'type' in r:
        for x1 in r['type']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[21], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[21], s, k, d)))
            if 'text' in x1:
                concept_text(texts, (p[21], ), x1)
    return new(IndexValues, (tuple(tokens_), tuple(strings_), (), tuple(references_), (), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    return
