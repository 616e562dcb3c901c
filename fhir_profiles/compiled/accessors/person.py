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
    if 'address' in r:
        for x1 in r['address']:
            string_address(strings, (p[9], ), x1)
            if 'city' in x1:
                x3 = x1['city']
                strings.append((p[10], x3))
            if 'country' in x1:
                x3 = x1['country']
                strings.append((p[11], x3))
            if 'postalCode' in x1:
                x3 = x1['postalCode']
                strings.append((p[12], x3))
            if 'state' in x1:
                x3 = x1['state']
                strings.append((p[13], x3))
            if 'use' in x1:
                x3 = x1['use']
                tokens.append((p[14], 'http://hl7.org/fhir/address-use', x3))
    if 'birthDate' in r:
        x1 = r['birthDate']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[15], low, high))
    if 'telecom' in r:
        for x1 in r['telecom']:
            if x1.get('system') == 'email':
                if 'value' in x1:
                    k = x1['value']
                    tokens.append((p[16], '', k))
            if x1.get('system') == 'phone':
                if 'value' in x1:
                    k = x1['value']
                    tokens.append((p[23], '', k))
            if 'value' in x1:
                k = x1['value']
                tokens.append((p[27], '', k))
    if 'gender' in r:
        x1 = r['gender']
        tokens.append((p[17], 'http://hl7.org/fhir/administrative-gender', x1))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[18], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[18], ), x1)
    if 'link' in r:
        for x1 in r['link']:
            if 'target' in x1:
                x3 = x1['target']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[19], k, i, u))
                    if k == 'Patient':
                        references.append((p[22], k, i, u))
                    if k == 'Practitioner':
                        references.append((p[25], k, i, u))
                    if k == 'RelatedPerson':
                        references.append((p[26], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[19], x3)
                    link_identifier(reference_identifiers, p[22], x3, 'Patient')
                    link_identifier(reference_identifiers, p[25], x3, 'Practitioner')
                    link_identifier(reference_identifiers, p[26], x3, 'RelatedPerson')
    if 'name' in r:
        for x1 in r['name']:
            string_name(strings, (p[20], ), x1)
    if 'managingOrganization' in r:
        x1 = r['managingOrganization']
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
    return new(IndexValues, (tokens, strings, dates, references, [], uris, texts, [], reference_identifiers, of_types))


def patients(r):
    found = []
    if 'link' in r:
        for x1 in r['link']:
            if 'target' in x1:
                x3 = x1['target']
                k = x3.get('reference', '')
                if k[:8] == 'Patient/':
                    i, s, v = k[8:].partition('/')
                    if i and (not s or v[:9] == '_history/'):
                        found.append(i)
    return found
