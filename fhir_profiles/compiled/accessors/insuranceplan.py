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
    if 'contact' in r:
        for x1 in r['contact']:
            if 'address' in x1:
                x3 = x1['address']
                string_address(strings, (p[9], ), x3)
                if 'city' in x3:
                    x4 = x3['city']
                    strings.append((p[10], x4))
                if 'country' in x3:
                    x4 = x3['country']
                    strings.append((p[11], x4))
                if 'postalCode' in x3:
                    x4 = x3['postalCode']
                    strings.append((p[12], x4))
                if 'state' in x3:
                    x4 = x3['state']
                    strings.append((p[13], x4))
                if 'use' in x3:
                    x4 = x3['use']
                    tokens.append((p[14], 'http://hl7.org/fhir/address-use', x4))
    if 'administeredBy' in r:
        x1 = r['administeredBy']
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
    if 'endpoint' in r:
        for x1 in r['endpoint']:
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
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[17], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[17], ), x1)
    if 'name' in r:
        x1 = r['name']
        strings.append((p[18], x1))
    if 'alias' in r:
        for x1 in r['alias']:
            if x1 is None:
                continue
            strings.append((p[18], x1))
    if 'ownedBy' in r:
        x1 = r['ownedBy']
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
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[21], 'http://hl7.org/fhir/publication-status', x1))
    if 'type' in r:
        for x1 in r['type']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[22], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[22], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[22], ), x1)
    return new(IndexValues, (tokens, strings, [], references, [], uris, texts, [], reference_identifiers, of_types))


def patients(r):
    found = []
    return found
