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
    if 'author' in r:
        x1 = r['author']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[9], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[9], x1)
    if 'response' in r:
        x1 = r['response']
        if 'code' in x1:
            x2 = x1['code']
            tokens(new(TokenValue, (p[10], 'http://hl7.org/fhir/response-code', x2)))
        if 'identifier' in x1:
            x2 = x1['identifier']
            tokens(new(TokenValue, (p[17], '', x2)))
    if 'destination' in r:
        for x1 in r['destination']:
            if 'name' in x1:
                x3 = x1['name']
                strings(new(StringValue, (p[11], x3)))
            if 'endpoint' in x1:
                x3 = x1['endpoint']
                uris(new(UriValue, (p[12], x3)))
            if 'receiver' in x1:
                x3 = x1['receiver']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[16], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[16], x3)
            if 'target' in x1:
                x3 = x1['target']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[22], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[22], x3)
    if 'enterer' in r:
        x1 = r['enterer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[13], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[13], x1)
    if 'eventCoding' in r:
        x1 = r['eventCoding']
        s = x1.get('system', '')
        if 'code' in x1:
            k = x1['code']
            tokens(new(TokenValue, (p[14], s, k)))
        if 'display' in x1:
            k, d = x1.get('code', ''), x1['display']
            texts(new(TextValue, (p[14], s, k, d)))
    if 'eventUri' in r:
        x1 = r['eventUri']
        tokens(new(TokenValue, (p[14], '', x1)))
    if 'focus' in r:
        for x1 in r['focus']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[15], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[15], x1)
    if 'responsible' in r:
        x1 = r['responsible']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[18], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[18], x1)
    if 'sender' in r:
        x1 = r['sender']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[19], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[19], x1)
    if 'source' in r:
        x1 = r['source']
        if 'name' in x1:
            x2 = x1['name']
            strings(new(StringValue, (p[20], x2)))
        if 'endpoint' in x1:
            x2 = x1['endpoint']
            uris(new(UriValue, (p[21], x2)))
    return new(IndexValues, (tuple(tokens_), tuple(strings_), (), tuple(references_), (), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), ()))


def patients(r, add):
    return
