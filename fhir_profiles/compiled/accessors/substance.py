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
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[9], c.get('system', ''), c['code'])))
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[10], c.get('system', ''), c['code'])))
    if 'ingredient' in r:
        for x1 in r['ingredient']:
            if 'substanceCodeableConcept' in x1:
                x3 = x1['substanceCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[10], c.get('system', ''), c['code'])))
            if 'substanceReference' in x1:
                x3 = x1['substanceReference']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[16], k, i, u)))
    if 'instance' in r:
        for x1 in r['instance']:
            if 'identifier' in x1:
                x3 = x1['identifier']
                if 'value' in x3:
                    tokens(new(Token, (p[11], x3.get('system', ''), x3['value'])))
            if 'expiry' in x1:
                x3 = x1['expiry']
                v.date_moment(p[12], x3)
            if 'quantity' in x1:
                x3 = x1['quantity']
                v.quantity_quantity(p[14], x3)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[13], x1.get('system', ''), x1['value'])))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[15], 'http://hl7.org/fhir/substance-status', x1)))


def patients(r, v):
    return
