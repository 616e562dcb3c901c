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
    if 'contact' in r:
        for x1 in r['contact']:
            v.token_contact(p[9], x1)
    if 'criteria' in r:
        x1 = r['criteria']
        strings(new(String, (p[10], x1)))
    if 'channel' in r:
        x1 = r['channel']
        if 'payload' in x1:
            x2 = x1['payload']
            tokens(new(Token, (p[11], '', x2)))
        if 'type' in x1:
            x2 = x1['type']
            tokens(new(Token, (p[13], 'http://hl7.org/fhir/subscription-channel-type', x2)))
        if 'endpoint' in x1:
            x2 = x1['endpoint']
            uris(new(Uri, (p[14], x2)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[12], 'http://hl7.org/fhir/subscription-status', x1)))


def patients(r, v):
    return
