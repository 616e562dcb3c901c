from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    dates = []
    references = []
    uris = []
    texts = []
    reference_identifiers = []
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
    if 'agent' in r:
        for x1 in r['agent']:
            if 'who' in x1:
                x3 = x1['who']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[9], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[9], x3)
            if 'role' in x1:
                for x3 in x1['role']:
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
            if 'type' in x1:
                x3 = x1['type']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[11], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[11], s, k, d))
                if 'text' in x3:
                    concept_text(texts, (p[11], ), x3)
    if 'entity' in r:
        for x1 in r['entity']:
            if 'what' in x1:
                x3 = x1['what']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[12], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[12], x3)
    if 'location' in r:
        x1 = r['location']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[13], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[13], x1)
    if 'target' in r:
        for x1 in r['target']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                if k == 'Patient':
                    references.append((p[14], k, i, u))
                references.append((p[17], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[14], x1, 'Patient')
                link_identifier(reference_identifiers, p[17], x1)
    if 'recorded' in r:
        x1 = r['recorded']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[15], low, high))
    if 'signature' in r:
        for x1 in r['signature']:
            if 'type' in x1:
                for x3 in x1['type']:
                    s, k = x3.get('system', ''), x3.get('code', '')
                    if k:
                        tokens.append((p[16], s, k))
                    if 'display' in x3:
                        d = x3['display']
                        texts.append((p[16], s, k, d))
    if 'occurredDateTime' in r:
        x1 = r['occurredDateTime']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[18], low, high))
    return new(IndexValues, (tokens, [], dates, references, [], uris, texts, [], reference_identifiers, []))


def patients(r):
    found = []
    if 'target' in r:
        for x1 in r['target']:
            k = x1.get('reference', '')
            if k[:8] == 'Patient/':
                i, s, v = k[8:].partition('/')
                if i and (not s or v[:9] == '_history/'):
                    found.append(i)
    return found
