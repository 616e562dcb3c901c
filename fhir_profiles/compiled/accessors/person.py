from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens_ = []
    tokens = tokens_.append
    strings_ = []
    strings = strings_.append
    dates_ = []
    dates = dates_.append
    references_ = []
    references = references_.append
    uris_ = []
    uris = uris_.append
    texts_ = []
    texts = texts_.append
    reference_identifiers_ = []
    reference_identifiers = reference_identifiers_.append
    of_types_ = []
    of_types = of_types_.append
    if 'meta' in r:
        x1 = r['meta']
        if 'profile' in x1:
            for x2 in x1['profile']:
                if x2 is None:
                    continue
                uris(new(UriValue, (p[3], x2)))
        if 'security' in x1:
            for x2 in x1['security']:
                s = x2.get('system', '')
                if 'code' in x2:
                    k = x2['code']
                    tokens(new(TokenValue, (p[5], s, k)))
                if 'display' in x2:
                    k, d = x2.get('code', ''), x2['display']
                    texts(new(TextValue, (p[5], s, k, d)))
        if 'source' in x1:
            x2 = x1['source']
            uris(new(UriValue, (p[6], x2)))
        if 'tag' in x1:
            for x2 in x1['tag']:
                s = x2.get('system', '')
                if 'code' in x2:
                    k = x2['code']
                    tokens(new(TokenValue, (p[7], s, k)))
                if 'display' in x2:
                    k, d = x2.get('code', ''), x2['display']
                    texts(new(TextValue, (p[7], s, k, d)))
    if 'address' in r:
        for x1 in r['address']:
            string_address(strings, (p[9], ), x1)
            if 'city' in x1:
                x3 = x1['city']
                strings(new(StringValue, (p[10], x3)))
            if 'country' in x1:
                x3 = x1['country']
                strings(new(StringValue, (p[11], x3)))
            if 'postalCode' in x1:
                x3 = x1['postalCode']
                strings(new(StringValue, (p[12], x3)))
            if 'state' in x1:
                x3 = x1['state']
                strings(new(StringValue, (p[13], x3)))
            if 'use' in x1:
                x3 = x1['use']
                tokens(new(TokenValue, (p[14], 'http://hl7.org/fhir/address-use', x3)))
    if 'birthDate' in r:
        x1 = r['birthDate']
        date_moment(dates, (p[15], ), x1)
    if 'telecom' in r:
        for x1 in r['telecom']:
            if x1.get('system') == 'email':
                token_contact(tokens, (p[16], ), x1)
            if x1.get('system') == 'phone':
                token_contact(tokens, (p[23], ), x1)
            token_contact(tokens, (p[27], ), x1)
    if 'gender' in r:
        x1 = r['gender']
        tokens(new(TokenValue, (p[17], 'http://hl7.org/fhir/administrative-gender', x1)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[18], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[18], ), x1)
    if 'link' in r:
        for x1 in r['link']:
            if 'target' in x1:
                x3 = x1['target']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[19], k, i, u)))
                    if k == 'Patient':
                        references(new(ReferenceValue, (p[22], k, i, u)))
                    if k == 'Practitioner':
                        references(new(ReferenceValue, (p[25], k, i, u)))
                    if k == 'RelatedPerson':
                        references(new(ReferenceValue, (p[26], k, i, u)))
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
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[21], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[21], x1)
    return new(IndexValues, (tuple(tokens_), tuple(strings_), tuple(dates_), tuple(references_), (), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    if 'link' in r:
        for x1 in r['link']:
            if 'target' in x1:
                x3 = x1['target']
                k = x3.get('reference', '')
                if k[:8] == 'Patient/':
                    add(k[8:].partition('/')[0])

