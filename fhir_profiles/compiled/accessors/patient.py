from fhir_profiles.index_values import ReferenceValue as Reference
from fhir_profiles.index_values import StringValue as String
from fhir_profiles.index_values import TokenValue as Token
from fhir_profiles.index_values import UriValue as Uri
from fhir_profiles.index_values import split_literal

new = tuple.__new__


def index(r, p, v):
    tokens, strings, uris, references = v.tokens.append, v.strings.append, v.uris.append, v.references.append
    v.token_deceased(p[18], r)
    if 'meta' in r:
        x1 = r['meta']
        if 'profile' in x1:
            for x2 in x1['profile']:
                if x2 is None:
                    continue
                uris(new(Uri, (p[3], x2)))
        if 'security' in x1:
            for x2 in x1['security']:
                if 'code' in x2:
                    tokens(new(Token, (p[5], x2.get('system', ''), x2['code'])))
        if 'source' in x1:
            x2 = x1['source']
            uris(new(Uri, (p[6], x2)))
        if 'tag' in x1:
            for x2 in x1['tag']:
                if 'code' in x2:
                    tokens(new(Token, (p[7], x2.get('system', ''), x2['code'])))
    if 'active' in r:
        x1 = r['active']
        v.token_boolean(p[9], x1)
    if 'address' in r:
        for x1 in r['address']:
            v.string_address(p[10], x1)
            if 'city' in x1:
                x3 = x1['city']
                strings(new(String, (p[11], x3)))
            if 'country' in x1:
                x3 = x1['country']
                strings(new(String, (p[12], x3)))
            if 'postalCode' in x1:
                x3 = x1['postalCode']
                strings(new(String, (p[13], x3)))
            if 'state' in x1:
                x3 = x1['state']
                strings(new(String, (p[14], x3)))
            if 'use' in x1:
                x3 = x1['use']
                tokens(new(Token, (p[15], 'http://hl7.org/fhir/address-use', x3)))
    if 'birthDate' in r:
        x1 = r['birthDate']
        v.date_moment(p[16], x1)
    if 'deceasedDateTime' in r:
        x1 = r['deceasedDateTime']
        v.date_moment(p[17], x1)
    if 'telecom' in r:
        for x1 in r['telecom']:
            if x1.get('system') == 'email':
                v.token_contact(p[19], x1)
            if x1.get('system') == 'phone':
                v.token_contact(p[29], x1)
            v.token_contact(p[31], x1)
    if 'name' in r:
        for x1 in r['name']:
            v.string_name(p[27], x1)
            if 'family' in x1:
                x3 = x1['family']
                strings(new(String, (p[20], x3)))
            if 'given' in x1:
                for x3 in x1['given']:
                    if x3 is None:
                        continue
                    strings(new(String, (p[23], x3)))
    if 'gender' in r:
        x1 = r['gender']
        tokens(new(Token, (p[21], 'http://hl7.org/fhir/administrative-gender', x1)))
    if 'generalPractitioner' in r:
        for x1 in r['generalPractitioner']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[22], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[24], x1.get('system', ''), x1['value'])))
    if 'communication' in r:
        for x1 in r['communication']:
            if 'language' in x1:
                x3 = x1['language']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[25], c.get('system', ''), c['code'])))
    if 'link' in r:
        for x1 in r['link']:
            if 'other' in x1:
                x3 = x1['other']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[26], k, i, u)))
    if 'managingOrganization' in r:
        x1 = r['managingOrganization']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[28], k, i, u)))


def patients(r, v):
    if 'link' in r:
        for x1 in r['link']:
            if 'other' in x1:
                x3 = x1['other']
                v.patient(x3)

