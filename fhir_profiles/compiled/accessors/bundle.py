from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    dates = []
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
        x1 = r['identifier']
        if 'value' in x1:
            s, k = x1.get('system', ''), x1['value']
            tokens.append((p[9], s, k))
            if 'type' in x1:
                identifier_type(of_types, (p[9], ), x1)
    if 'timestamp' in r:
        x1 = r['timestamp']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[11], low, high))
    if 'type' in r:
        x1 = r['type']
        tokens.append((p[12], 'http://hl7.org/fhir/bundle-type', x1))
    return new(IndexValues, (tokens, [], dates, [], [], uris, texts, [], [], of_types))


def patients(r):
    found = []
    return found
