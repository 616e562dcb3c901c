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
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[9], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[9], ), x1)
    if 'name' in r:
        for x1 in r['name']:
            if 'productName' in x1:
                x3 = x1['productName']
                strings(new(StringValue, (p[10], x3)))
            if 'countryLanguage' in x1:
                for x3 in x1['countryLanguage']:
                    if 'language' in x3:
                        x5 = x3['language']
                        if 'coding' in x5:
                            for c in x5['coding']:
                                s = c.get('system', '')
                                if 'code' in c:
                                    k = c['code']
                                    tokens(new(TokenValue, (p[11], s, k)))
                                if 'display' in c:
                                    k, d = c.get('code', ''), c['display']
                                    texts(new(TextValue, (p[11], s, k, d)))
                        if 'text' in x5:
                            concept_text(texts, (p[11], ), x5)
    return new(IndexValues, (tuple(tokens_), tuple(strings_), (), (), (), tuple(uris_), tuple(texts_), (), (), tuple(of_types_)))


def patients(r, add):
    return
