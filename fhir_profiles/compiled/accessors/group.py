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
    if 'actual' in r:
        x1 = r['actual']
        v.token_boolean(p[9], x1)
    if 'characteristic' in r:
        for x1 in r['characteristic']:
            if 'code' in x1:
                x3 = x1['code']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[10], c.get('system', ''), c['code'])))
            if 'exclude' in x1:
                x3 = x1['exclude']
                v.token_boolean(p[13], x3)
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[18], c.get('system', ''), c['code'])))
            if 'valueBoolean' in x1:
                x3 = x1['valueBoolean']
                v.token_boolean(p[18], x3)
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[12], c.get('system', ''), c['code'])))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[14], x1.get('system', ''), x1['value'])))
    if 'managingEntity' in r:
        x1 = r['managingEntity']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[15], k, i, u)))
    if 'member' in r:
        for x1 in r['member']:
            if 'entity' in x1:
                x3 = x1['entity']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[16], k, i, u)))
    if 'type' in r:
        x1 = r['type']
        tokens(new(Token, (p[17], 'http://hl7.org/fhir/group-type', x1)))


def patients(r, v):
    if 'member' in r:
        for x1 in r['member']:
            if 'entity' in x1:
                x3 = x1['entity']
                v.patient(x3)

