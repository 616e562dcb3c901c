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
    if 'deviceName' in r:
        for x1 in r['deviceName']:
            if 'name' in x1:
                x3 = x1['name']
                strings(new(StringValue, (p[9], x3)))
    if 'type' in r:
        x1 = r['type']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[17], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[17], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[17], ), x1)
        if 'coding' in x1:
            for x2 in x1['coding']:
                if 'display' in x2:
                    x4 = x2['display']
                    strings(new(StringValue, (p[9], x4)))
        if 'text' in x1:
            x2 = x1['text']
            strings(new(StringValue, (p[9], x2)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[10], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[10], ), x1)
    if 'location' in r:
        x1 = r['location']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[11], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[11], x1)
    if 'manufacturer' in r:
        x1 = r['manufacturer']
        strings(new(StringValue, (p[12], x1)))
    if 'modelNumber' in r:
        x1 = r['modelNumber']
        strings(new(StringValue, (p[13], x1)))
    if 'owner' in r:
        x1 = r['owner']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[14], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[14], x1)
    if 'patient' in r:
        x1 = r['patient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[15], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[15], x1)
    if 'status' in r:
        x1 = r['status']
        tokens(new(TokenValue, (p[16], 'http://hl7.org/fhir/device-status', x1)))
    if 'udiCarrier' in r:
        for x1 in r['udiCarrier']:
            if 'carrierHRF' in x1:
                x3 = x1['carrierHRF']
                strings(new(StringValue, (p[18], x3)))
            if 'deviceIdentifier' in x1:
                x3 = x1['deviceIdentifier']
                strings(new(StringValue, (p[19], x3)))
    if 'url' in r:
        x1 = r['url']
        uris(new(UriValue, (p[20], x1)))
    return new(IndexValues, (tuple(tokens_), tuple(strings_), (), tuple(references_), (), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    return
