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
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[9], c.get('system', ''), c['code'])))
    if 'batch' in r:
        x1 = r['batch']
        if 'expirationDate' in x1:
            x2 = x1['expirationDate']
            v.date_moment(p[10], x2)
        if 'lotNumber' in x1:
            x2 = x1['lotNumber']
            tokens(new(Token, (p[15], '', x2)))
    if 'form' in r:
        x1 = r['form']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[11], c.get('system', ''), c['code'])))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[12], x1.get('system', ''), x1['value'])))
    if 'ingredient' in r:
        for x1 in r['ingredient']:
            if 'itemReference' in x1:
                x3 = x1['itemReference']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[13], k, i, u)))
            if 'itemCodeableConcept' in x1:
                x3 = x1['itemCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[14], c.get('system', ''), c['code'])))
    if 'manufacturer' in r:
        x1 = r['manufacturer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[16], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[17], 'http://hl7.org/fhir/CodeSystem/medication-status', x1)))


def patients(r, v):
    return
