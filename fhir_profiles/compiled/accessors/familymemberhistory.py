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
    if 'condition' in r:
        for x1 in r['condition']:
            if 'code' in x1:
                x3 = x1['code']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[9], c.get('system', ''), c['code'])))
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[10], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[11], x1.get('system', ''), x1['value'])))
    if 'instantiatesCanonical' in r:
        for x1 in r['instantiatesCanonical']:
            v.reference_canonical(p[12], x1)
    if 'instantiatesUri' in r:
        for x1 in r['instantiatesUri']:
            if x1 is None:
                continue
            uris(new(Uri, (p[13], x1)))
    if 'patient' in r:
        x1 = r['patient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[14], k, i, u)))
    if 'relationship' in r:
        x1 = r['relationship']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[15], c.get('system', ''), c['code'])))
    if 'sex' in r:
        x1 = r['sex']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[16], c.get('system', ''), c['code'])))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[17], 'http://hl7.org/fhir/history-status', x1)))


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)

