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
    if 'author' in r:
        x1 = r['author']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[9], k, i, u)))
    if 'response' in r:
        x1 = r['response']
        if 'code' in x1:
            x2 = x1['code']
            tokens(new(Token, (p[10], 'http://hl7.org/fhir/response-code', x2)))
        if 'identifier' in x1:
            x2 = x1['identifier']
            tokens(new(Token, (p[17], '', x2)))
    if 'destination' in r:
        for x1 in r['destination']:
            if 'name' in x1:
                x3 = x1['name']
                strings(new(String, (p[11], x3)))
            if 'endpoint' in x1:
                x3 = x1['endpoint']
                uris(new(Uri, (p[12], x3)))
            if 'receiver' in x1:
                x3 = x1['receiver']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[16], k, i, u)))
            if 'target' in x1:
                x3 = x1['target']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[22], k, i, u)))
    if 'enterer' in r:
        x1 = r['enterer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[13], k, i, u)))
    if 'eventCoding' in r:
        x1 = r['eventCoding']
        if 'code' in x1:
            tokens(new(Token, (p[14], x1.get('system', ''), x1['code'])))
    if 'eventUri' in r:
        x1 = r['eventUri']
        tokens(new(Token, (p[14], '', x1)))
    if 'focus' in r:
        for x1 in r['focus']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[15], k, i, u)))
    if 'responsible' in r:
        x1 = r['responsible']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[18], k, i, u)))
    if 'sender' in r:
        x1 = r['sender']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[19], k, i, u)))
    if 'source' in r:
        x1 = r['source']
        if 'name' in x1:
            x2 = x1['name']
            strings(new(String, (p[20], x2)))
        if 'endpoint' in x1:
            x2 = x1['endpoint']
            uris(new(Uri, (p[21], x2)))


def patients(r, v):
    return
