from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens_ = []
    tokens = tokens_.append
    strings_ = []
    strings = strings_.append
    uris_ = []
    uris = uris_.append
    texts_ = []
    texts = texts_.append
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
    if 'contact' in r:
        for x1 in r['contact']:
            token_contact(tokens, (p[9], ), x1)
    if 'criteria' in r:
        x1 = r['criteria']
        strings(new(StringValue, (p[10], x1)))
    if 'channel' in r:
        x1 = r['channel']
        if 'payload' in x1:
            x2 = x1['payload']
            tokens(new(TokenValue, (p[11], '', x2)))
        if 'type' in x1:
            x2 = x1['type']
            tokens(new(TokenValue, (p[13], 'http://hl7.org/fhir/subscription-channel-type', x2)))
        if 'endpoint' in x1:
            x2 = x1['endpoint']
            uris(new(UriValue, (p[14], x2)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(TokenValue, (p[12], 'http://hl7.org/fhir/subscription-status', x1)))
    return new(IndexValues, (tuple(tokens_), tuple(strings_), (), (), (), tuple(uris_), tuple(texts_), (), (), ()))


def patients(r, add):
    return
