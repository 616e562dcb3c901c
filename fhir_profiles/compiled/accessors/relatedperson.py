from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    strings = []
    dates = []
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
    if 'address' in r:
        for x1 in r['address']:
            string_address(strings, (p[10], ), x1)
            if 'city' in x1:
                x3 = x1['city']
                strings.append((p[11], x3))
            if 'country' in x1:
                x3 = x1['country']
                strings.append((p[12], x3))
            if 'postalCode' in x1:
                x3 = x1['postalCode']
                strings.append((p[13], x3))
            if 'state' in x1:
                x3 = x1['state']
                strings.append((p[14], x3))
            if 'use' in x1:
                x3 = x1['use']
                tokens.append((p[15], 'http://hl7.org/fhir/address-use', x3))
    if 'birthDate' in r:
        x1 = r['birthDate']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[16], low, high))
    if 'telecom' in r:
        for x1 in r['telecom']:
            if x1.get('system') == 'email':
                if 'value' in x1:
                    k = x1['value']
                    tokens.append((p[17], '', k))
            if x1.get('system') == 'phone':
                if 'value' in x1:
                    k = x1['value']
                    tokens.append((p[22], '', k))
            if 'value' in x1:
                k = x1['value']
                tokens.append((p[25], '', k))
    if 'gender' in r:
        x1 = r['gender']
        tokens.append((p[18], 'http://hl7.org/fhir/administrative-gender', x1))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[19], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[19], ), x1)
    if 'name' in r:
        for x1 in r['name']:
            string_name(strings, (p[20], ), x1)
    if 'patient' in r:
        x1 = r['patient']
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
    if 'relationship' in r:
        for x1 in r['relationship']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[24], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[24], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[24], ), x1)
    return new(IndexValues, (tokens, strings, dates, references, [], uris, texts, [], reference_identifiers, of_types))


def patients(r):
    found = []
    if 'patient' in r:
        x1 = r['patient']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            i, s, v = k[8:].partition('/')
            if i and (not s or v[:9] == '_history/'):
                found.append(i)
    return found
