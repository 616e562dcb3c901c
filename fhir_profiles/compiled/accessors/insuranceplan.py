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
    if 'contact' in r:
        for x1 in r['contact']:
            if 'address' in x1:
                x3 = x1['address']
                v.string_address(p[9], x3)
                if 'city' in x3:
                    x4 = x3['city']
                    strings(new(String, (p[10], x4)))
                if 'country' in x3:
                    x4 = x3['country']
                    strings(new(String, (p[11], x4)))
                if 'postalCode' in x3:
                    x4 = x3['postalCode']
                    strings(new(String, (p[12], x4)))
                if 'state' in x3:
                    x4 = x3['state']
                    strings(new(String, (p[13], x4)))
                if 'use' in x3:
                    x4 = x3['use']
                    tokens(new(Token, (p[14], 'http://hl7.org/fhir/address-use', x4)))
    if 'administeredBy' in r:
        x1 = r['administeredBy']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[15], k, i, u)))
    if 'endpoint' in r:
        for x1 in r['endpoint']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[16], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[17], x1.get('system', ''), x1['value'])))
    if 'ownedBy' in r:
        x1 = r['ownedBy']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[19], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[21], 'http://hl7.org/fhir/publication-status', x1)))
    if 'type' in r:
        for x1 in r['type']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[22], c.get('system', ''), c['code'])))


def patients(r, v):
    return
