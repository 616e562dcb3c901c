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
    if 'address' in r:
        x1 = r['address']
        v.string_address(p[9], x1)
        if 'city' in x1:
            x2 = x1['city']
            strings(new(String, (p[10], x2)))
        if 'country' in x1:
            x2 = x1['country']
            strings(new(String, (p[11], x2)))
        if 'postalCode' in x1:
            x2 = x1['postalCode']
            strings(new(String, (p[12], x2)))
        if 'state' in x1:
            x2 = x1['state']
            strings(new(String, (p[13], x2)))
        if 'use' in x1:
            x2 = x1['use']
            tokens(new(Token, (p[14], 'http://hl7.org/fhir/address-use', x2)))
    if 'endpoint' in r:
        for x1 in r['endpoint']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[15], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[16], x1.get('system', ''), x1['value'])))
    if 'name' in r:
        x1 = r['name']
        strings(new(String, (p[17], x1)))
    if 'alias' in r:
        for x1 in r['alias']:
            if x1 is None:
                continue
            strings(new(String, (p[17], x1)))
    if 'operationalStatus' in r:
        x1 = r['operationalStatus']
        if 'code' in x1:
            tokens(new(Token, (p[19], x1.get('system', ''), x1['code'])))
    if 'managingOrganization' in r:
        x1 = r['managingOrganization']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[20], k, i, u)))
    if 'partOf' in r:
        x1 = r['partOf']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[21], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[22], 'http://hl7.org/fhir/location-status', x1)))
    if 'type' in r:
        for x1 in r['type']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[23], c.get('system', ''), c['code'])))


def patients(r, v):
    return
