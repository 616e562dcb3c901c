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
    if 'characteristic' in r:
        for x1 in r['characteristic']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[10], c.get('system', ''), c['code'])))
    if 'coverageArea' in r:
        for x1 in r['coverageArea']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[11], k, i, u)))
    if 'endpoint' in r:
        for x1 in r['endpoint']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[12], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[13], x1.get('system', ''), x1['value'])))
    if 'location' in r:
        for x1 in r['location']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[14], k, i, u)))
    if 'name' in r:
        x1 = r['name']
        strings(new(String, (p[15], x1)))
    if 'providedBy' in r:
        x1 = r['providedBy']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[16], k, i, u)))
    if 'program' in r:
        for x1 in r['program']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[17], c.get('system', ''), c['code'])))
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[18], c.get('system', ''), c['code'])))
    if 'type' in r:
        for x1 in r['type']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[19], c.get('system', ''), c['code'])))
    if 'specialty' in r:
        for x1 in r['specialty']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[20], c.get('system', ''), c['code'])))


def patients(r, v):
    return
