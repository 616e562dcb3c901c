from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    uris = []
    texts = []
    of_types = []
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
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[9], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[9], ), x1)
    if 'routeOfAdministration' in r:
        for x1 in r['routeOfAdministration']:
            if 'code' in x1:
                x3 = x1['code']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[10], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[10], s, k, d))
                if 'text' in x3:
                    concept_text(texts, (p[10], ), x3)
            if 'targetSpecies' in x1:
                for x3 in x1['targetSpecies']:
                    if 'code' in x3:
                        x5 = x3['code']
                        if 'coding' in x5:
                            for c in x5['coding']:
                                s, k = c.get('system', ''), c.get('code', '')
                                if k:
                                    tokens.append((p[11], s, k))
                                if 'display' in c:
                                    d = c['display']
                                    texts.append((p[11], s, k, d))
                        if 'text' in x5:
                            concept_text(texts, (p[11], ), x5)
    return new(IndexValues, (tokens, [], [], [], [], uris, texts, [], [], of_types))


def patients(r):
    found = []
    return found
