from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    strings = []
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
    if 'author' in r:
        x1 = r['author']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[9], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[9], x1)
    if 'response' in r:
        x1 = r['response']
        if 'code' in x1:
            x2 = x1['code']
            tokens.append((p[10], 'http://hl7.org/fhir/response-code', x2))
        if 'identifier' in x1:
            x2 = x1['identifier']
            tokens.append((p[17], '', x2))
    if 'destination' in r:
        for x1 in r['destination']:
            if 'name' in x1:
                x3 = x1['name']
                strings.append((p[11], x3))
            if 'endpoint' in x1:
                x3 = x1['endpoint']
                uris.append((p[12], x3))
            if 'receiver' in x1:
                x3 = x1['receiver']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[16], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[16], x3)
            if 'target' in x1:
                x3 = x1['target']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[22], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[22], x3)
    if 'enterer' in r:
        x1 = r['enterer']
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
    if 'eventCoding' in r:
        x1 = r['eventCoding']
        s, k = x1.get('system', ''), x1.get('code', '')
        if k:
            tokens.append((p[14], s, k))
        if 'display' in x1:
            d = x1['display']
            texts.append((p[14], s, k, d))
    if 'eventUri' in r:
        x1 = r['eventUri']
        tokens.append((p[14], '', x1))
    if 'focus' in r:
        for x1 in r['focus']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[15], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[15], x1)
    if 'responsible' in r:
        x1 = r['responsible']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[18], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[18], x1)
    if 'sender' in r:
        x1 = r['sender']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[19], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[19], x1)
    if 'source' in r:
        x1 = r['source']
        if 'name' in x1:
            x2 = x1['name']
            strings.append((p[20], x2))
        if 'endpoint' in x1:
            x2 = x1['endpoint']
            uris.append((p[21], x2))
    return new(IndexValues, (tokens, strings, [], references, [], uris, texts, [], reference_identifiers, []))


def patients(r):
    found = []
    return found
