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
    if 'period' in r:
        x1 = r['period']
        v.date_period(p[10], x1)
    if 'telecom' in r:
        for x1 in r['telecom']:
            if x1.get('system') == 'email':
                v.token_contact(p[11], x1)
            if x1.get('system') == 'phone':
                v.token_contact(p[17], x1)
            v.token_contact(p[22], x1)
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
    if 'network' in r:
        for x1 in r['network']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[15], k, i, u)))
    if 'participatingOrganization' in r:
        x1 = r['participatingOrganization']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[16], k, i, u)))
    if 'organization' in r:
        x1 = r['organization']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[18], k, i, u)))
    if 'code' in r:
        for x1 in r['code']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[19], c.get('system', ''), c['code'])))
    if 'healthcareService' in r:
        for x1 in r['healthcareService']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[20], k, i, u)))
    if 'specialty' in r:
        for x1 in r['specialty']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[21], c.get('system', ''), c['code'])))


def patients(r, v):
    return
