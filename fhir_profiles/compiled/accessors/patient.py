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
    token_deceased(tokens, (p[18], ), r)
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
    if 'active' in r:
        x1 = r['active']
        token_boolean(tokens, (p[9], ), x1)
    if 'address' in r:
        for x1 in r['address']:
            string_address(strings, (p[10], ), x1)
            if 'city' in x1:
                x3 = x1['city']
                strings(new(StringValue, (p[11], x3)))
            if 'country' in x1:
                x3 = x1['country']
                strings(new(StringValue, (p[12], x3)))
            if 'postalCode' in x1:
                x3 = x1['postalCode']
                strings(new(StringValue, (p[13], x3)))
            if 'state' in x1:
                x3 = x1['state']
                strings(new(StringValue, (p[14], x3)))
            if 'use' in x1:
                x3 = x1['use']
                tokens(new(TokenValue, (p[15], 'http://hl7.org/fhir/address-use', x3)))
    if 'birthDate' in r:
        x1 = r['birthDate']
        date_moment(dates, (p[16], ), x1)
    if 'deceasedDateTime' in r:
        x1 = r['deceasedDateTime']
        date_moment(dates, (p[17], ), x1)
    if 'telecom' in r:
        for x1 in r['telecom']:
            if x1.get('system') == 'email':
                token_contact(tokens, (p[19], ), x1)
            if x1.get('system') == 'phone':
                token_contact(tokens, (p[29], ), x1)
            token_contact(tokens, (p[31], ), x1)
    if 'name' in r:
        for x1 in r['name']:
            string_name(strings, (p[27], ), x1)
            if 'family' in x1:
                x3 = x1['family']
                strings(new(StringValue, (p[20], x3)))
            if 'given' in x1:
                for x3 in x1['given']:
                    if x3 is None:
                        continue
                    strings(new(StringValue, (p[23], x3)))
    if 'gender' in r:
        x1 = r['gender']
        tokens(new(TokenValue, (p[21], 'http://hl7.org/fhir/administrative-gender', x1)))
    if 'generalPractitioner' in r:
        for x1 in r['generalPractitioner']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[22], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[22], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[24], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[24], ), x1)
    if 'communication' in r:
        for x1 in r['communication']:
            if 'language' in x1:
                x3 = x1['language']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            tokens(new(TokenValue, (p[25], s, k)))
                        if 'display' in c:
                            k, d = c.get('code', ''), c['display']
                            texts(new(TextValue, (p[25], s, k, d)))
                if 'text' in x3:
                    concept_text(texts, (p[25], ), x3)
    if 'link' in r:
        for x1 in r['link']:
            if 'other' in x1:
                x3 = x1['other']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[26], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[26], x3)
    if 'managingOrganization' in r:
        x1 = r['managingOrganization']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[28], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[28], x1)
    return new(IndexValues, (tuple(tokens_), tuple(strings_), tuple(dates_), tuple(references_), (), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    if 'link' in r:
        for x1 in r['link']:
            if 'other' in x1:
                x3 = x1['other']
                k = x3.get('reference', '')
                if k[:8] == 'Patient/':
                    add(k[8:].partition('/')[0])

