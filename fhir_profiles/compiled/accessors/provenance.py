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
    if 'agent' in r:
        for x1 in r['agent']:
            if 'who' in x1:
                x3 = x1['who']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[9], k, i, u)))
            if 'role' in x1:
                for x3 in x1['role']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            if 'code' in c:
                                tokens(new(Token, (p[10], c.get('system', ''), c['code'])))
            if 'type' in x1:
                x3 = x1['type']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[11], c.get('system', ''), c['code'])))
    if 'entity' in r:
        for x1 in r['entity']:
            if 'what' in x1:
                x3 = x1['what']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[12], k, i, u)))
    if 'location' in r:
        x1 = r['location']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[13], k, i, u)))
    if 'target' in r:
        for x1 in r['target']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                if k == 'Patient':
                    references(new(Reference, (p[14], k, i, u)))
                references(new(Reference, (p[17], k, i, u)))
    if 'recorded' in r:
        x1 = r['recorded']
        v.date_moment(p[15], x1)
    if 'signature' in r:
        for x1 in r['signature']:
            if 'type' in x1:
                for x3 in x1['type']:
                    if 'code' in x3:
                        tokens(new(Token, (p[16], x3.get('system', ''), x3['code'])))
    if 'occurredDateTime' in r:
        x1 = r['occurredDateTime']
        v.date_moment(p[18], x1)


def patients(r, v):
    if 'target' in r:
        for x1 in r['target']:
            v.patient(x1)

