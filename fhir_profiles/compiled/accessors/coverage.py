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
    if 'beneficiary' in r:
        x1 = r['beneficiary']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[9], k, i, u)))
            references(new(Reference, (p[14], k, i, u)))
    if 'class' in r:
        for x1 in r['class']:
            if 'type' in x1:
                x3 = x1['type']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[10], c.get('system', ''), c['code'])))
            if 'value' in x1:
                x3 = x1['value']
                strings(new(String, (p[11], x3)))
    if 'dependent' in r:
        x1 = r['dependent']
        strings(new(String, (p[12], x1)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[13], x1.get('system', ''), x1['value'])))
    if 'payor' in r:
        for x1 in r['payor']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[15], k, i, u)))
    if 'policyHolder' in r:
        x1 = r['policyHolder']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[16], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[17], 'http://hl7.org/fhir/fm-status', x1)))
    if 'subscriber' in r:
        x1 = r['subscriber']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[18], k, i, u)))
    if 'type' in r:
        x1 = r['type']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[19], c.get('system', ''), c['code'])))


def patients(r, v):
    if 'beneficiary' in r:
        x1 = r['beneficiary']
        v.patient(x1)
    if 'payor' in r:
        for x1 in r['payor']:
            v.patient(x1)
    if 'policyHolder' in r:
        x1 = r['policyHolder']
        v.patient(x1)
    if 'subscriber' in r:
        x1 = r['subscriber']
        v.patient(x1)

