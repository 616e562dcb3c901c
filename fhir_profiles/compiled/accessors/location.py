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
    if 'address' in r:
        x1 = r['address']
        string_address(strings, (p[9], ), x1)
        if 'city' in x1:
            x2 = x1['city']
            strings.append((p[10], x2))
        if 'country' in x1:
            x2 = x1['country']
            strings.append((p[11], x2))
        if 'postalCode' in x1:
            x2 = x1['postalCode']
            strings.append((p[12], x2))
        if 'state' in x1:
            x2 = x1['state']
            strings.append((p[13], x2))
        if 'use' in x1:
            x2 = x1['use']
            tokens.append((p[14], 'http://hl7.org/fhir/address-use', x2))
    if 'endpoint' in r:
        for x1 in r['endpoint']:
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
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[16], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[16], ), x1)
    if 'name' in r:
        x1 = r['name']
        strings.append((p[17], x1))
    if 'alias' in r:
        for x1 in r['alias']:
            if x1 is None:
                continue
            strings.append((p[17], x1))
    if 'operationalStatus' in r:
        x1 = r['operationalStatus']
        s, k = x1.get('system', ''), x1.get('code', '')
        if k:
            tokens.append((p[19], s, k))
        if 'display' in x1:
            d = x1['display']
            texts.append((p[19], s, k, d))
    if 'managingOrganization' in r:
        x1 = r['managingOrganization']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[20], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[20], x1)
    if 'partOf' in r:
        x1 = r['partOf']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[21], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[21], x1)
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[22], 'http://hl7.org/fhir/location-status', x1))
    if 'type' in r:
        for x1 in r['type']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[23], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[23], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[23], ), x1)
    return new(IndexValues, (tokens, strings, [], references, [], uris, texts, [], reference_identifiers, of_types))


def patients(r):
    found = []
    return found
