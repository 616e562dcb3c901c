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
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[9], x1.get('system', ''), x1['value'])))
    if 'name' in r:
        for x1 in r['name']:
            if 'productName' in x1:
                x3 = x1['productName']
                strings(new(String, (p[10], x3)))
            if 'countryLanguage' in x1:
                for x3 in x1['countryLanguage']:
                    if 'language' in x3:
                        x5 = x3['language']
                        if 'coding' in x5:
                            for c in x5['coding']:
                                if 'code' in c:
                                    tokens(new(Token, (p[11], c.get('system', ''), c['code'])))


def patients(r, v):
    return
