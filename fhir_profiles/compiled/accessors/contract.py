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
    if 'authority' in r:
        for x1 in r['authority']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[9], k, i, u)))
    if 'domain' in r:
        for x1 in r['domain']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[10], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[11], x1.get('system', ''), x1['value'])))
    if 'instantiatesUri' in r:
        x1 = r['instantiatesUri']
        uris(new(Uri, (p[12], x1)))
    if 'issued' in r:
        x1 = r['issued']
        v.date_moment(p[13], x1)
    if 'subject' in r:
        for x1 in r['subject']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                if k == 'Patient':
                    references(new(Reference, (p[14], k, i, u)))
                references(new(Reference, (p[17], k, i, u)))
    if 'signer' in r:
        for x1 in r['signer']:
            if 'party' in x1:
                x3 = x1['party']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[15], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[16], 'http://hl7.org/fhir/contract-status', x1)))
    if 'url' in r:
        x1 = r['url']
        uris(new(Uri, (p[18], x1)))


def patients(r, v):
    return
