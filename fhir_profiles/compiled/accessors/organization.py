from fhir_profiles.index_values import ReferenceValue as Reference
from fhir_profiles.index_values import StringValue as String
from fhir_profiles.index_values import TokenValue as Token
from fhir_profiles.index_values import UriValue as Uri
from fhir_profiles.index_values import split_literal

new = tuple.__new__


def index(r, p, v):
    tokens, strings, uris, references = v.tokens.append, v.strings.append, v.uris.append, v.references.append
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
    if 'endpoint' in r:
        for x1 in r['endpoint']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[16], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[17], x1.get('system', ''), x1['value'])))
    if 'name' in r:
        x1 = r['name']
        strings(new(String, (p[18], x1)))
    if 'alias' in r:
        for x1 in r['alias']:
            if x1 is None:
                continue
            strings(new(String, (p[18], x1)))
    if 'partOf' in r:
        x1 = r['partOf']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[19], k, i, u)))
    if 'type' in r:
        for x1 in r['type']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[21], c.get('system', ''), c['code'])))


def patients(r, v):
    return
