from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    strings = []
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
    if 'active' in r:
        x1 = r['active']
        tokens.append((p[9], '', 'true' if x1 else 'false'))
    if 'characteristic' in r:
        for x1 in r['characteristic']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[10], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[10], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[10], ), x1)
    if 'coverageArea' in r:
        for x1 in r['coverageArea']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[11], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[11], x1)
    if 'endpoint' in r:
        for x1 in r['endpoint']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[12], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[12], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[13], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[13], ), x1)
    if 'location' in r:
        for x1 in r['location']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[14], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[14], x1)
    if 'name' in r:
        x1 = r['name']
        strings.append((p[15], x1))
    if 'providedBy' in r:
        x1 = r['providedBy']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[16], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[16], x1)
    if 'program' in r:
        for x1 in r['program']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[17], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[17], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[17], ), x1)
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[18], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[18], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[18], ), x1)
    if 'type' in r:
        for x1 in r['type']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[19], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[19], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[19], ), x1)
    if 'specialty' in r:
        for x1 in r['specialty']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[20], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[20], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[20], ), x1)
    return new(IndexValues, (tokens, strings, [], references, [], uris, texts, [], reference_identifiers, of_types))


def patients(r):
    found = []
    return found
