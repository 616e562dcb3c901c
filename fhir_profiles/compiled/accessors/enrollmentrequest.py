from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    references = []
    uris = []
    texts = []
    reference_identifiers = []
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
    if 'candidate' in r:
        x1 = r['candidate']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[10], k, i, u))
            references.append((p[12], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[10], x1)
            link_identifier(reference_identifiers, p[12], x1)
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[11], 'http://hl7.org/fhir/fm-status', x1))
    return new(IndexValues, (tokens, [], [], references, [], uris, texts, [], reference_identifiers, of_types))


def patients(r):
    found = []
    if 'candidate' in r:
        x1 = r['candidate']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            i, s, v = k[8:].partition('/')
            if i and (not s or v[:9] == '_history/'):
                found.append(i)
    return found
