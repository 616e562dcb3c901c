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
        for x1 in r['author']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[9], k, i, u)))
    if 'created' in r:
        x1 = r['created']
        v.date_moment(p[10], x1)
    if 'description' in r:
        x1 = r['description']
        strings(new(String, (p[11], x1)))
    if 'masterIdentifier' in r:
        x1 = r['masterIdentifier']
        if 'value' in x1:
            tokens(new(Token, (p[12], x1.get('system', ''), x1['value'])))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[12], x1.get('system', ''), x1['value'])))
    if 'content' in r:
        for x1 in r['content']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[13], k, i, u)))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[14], k, i, u)))
            references(new(Reference, (p[20], k, i, u)))
    if 'recipient' in r:
        for x1 in r['recipient']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[15], k, i, u)))
    if 'related' in r:
        for x1 in r['related']:
            if 'identifier' in x1:
                x3 = x1['identifier']
                if 'value' in x3:
                    tokens(new(Token, (p[16], x3.get('system', ''), x3['value'])))
            if 'ref' in x1:
                x3 = x1['ref']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[17], k, i, u)))
    if 'source' in r:
        x1 = r['source']
        uris(new(Uri, (p[18], x1)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[19], 'http://hl7.org/fhir/document-reference-status', x1)))
    if 'type' in r:
        x1 = r['type']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[21], c.get('system', ''), c['code'])))


def patients(r, v):
    if 'author' in r:
        for x1 in r['author']:
            v.patient(x1)
    if 'recipient' in r:
        for x1 in r['recipient']:
            v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

