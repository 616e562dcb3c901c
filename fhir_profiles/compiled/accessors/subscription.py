from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    strings = []
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
    if 'contact' in r:
        for x1 in r['contact']:
            if 'value' in x1:
                k = x1['value']
                tokens.append((p[9], '', k))
    if 'criteria' in r:
        x1 = r['criteria']
        strings.append((p[10], x1))
    if 'channel' in r:
        x1 = r['channel']
        if 'payload' in x1:
            x2 = x1['payload']
            tokens.append((p[11], '', x2))
        if 'type' in x1:
            x2 = x1['type']
            tokens.append((p[13], 'http://hl7.org/fhir/subscription-channel-type', x2))
        if 'endpoint' in x1:
            x2 = x1['endpoint']
            uris.append((p[14], x2))
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[12], 'http://hl7.org/fhir/subscription-status', x1))
    return new(IndexValues, (tokens, strings, [], [], [], uris, texts, [], [], []))


def patients(r):
    found = []
    return found
