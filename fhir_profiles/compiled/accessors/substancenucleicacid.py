from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    uris = []
    texts = []
    if 'meta' in r:
        x1 = r['meta']
        if 'profile' in x1:
            for x2 in x1['profile']:
                if x2 is None:
                    continue
                uris.append((p[3], x2))
        if 'security' in x1:
            for x2 in x1['security']:
                s, k = x2.get('system', ''), x2.get('code', '')
                if k:
                    tokens.append((p[5], s, k))
                if 'display' in x2:
                    d = x2['display']
                    texts.append((p[5], s, k, d))
        if 'source' in x1:
            x2 = x1['source']
            uris.append((p[6], x2))
        if 'tag' in x1:
            for x2 in x1['tag']:
                s, k = x2.get('system', ''), x2.get('code', '')
                if k:
                    tokens.append((p[7], s, k))
                if 'display' in x2:
                    d = x2['display']
                    texts.append((p[7], s, k, d))
    return new(IndexValues, (tokens, [], [], [], [], uris, texts, [], [], []))


def patients(r):
    found = []
    return found
