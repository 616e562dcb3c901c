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
    if 'referenceSeq' in r:
        x1 = r['referenceSeq']
        if 'chromosome' in x1:
            x2 = x1['chromosome']
            if 'coding' in x2:
                for c in x2['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[9], c.get('system', ''), c['code'])))
        if 'referenceSeqId' in x1:
            x2 = x1['referenceSeqId']
            if 'coding' in x2:
                for c in x2['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[14], c.get('system', ''), c['code'])))
        if 'windowEnd' in x1:
            x2 = x1['windowEnd']
            v.quantity_number(p[20], x2)
        if 'windowStart' in x1:
            x2 = x1['windowStart']
            v.quantity_number(p[21], x2)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[12], x1.get('system', ''), x1['value'])))
    if 'patient' in r:
        x1 = r['patient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[13], k, i, u)))
    if 'type' in r:
        x1 = r['type']
        tokens(new(Token, (p[17], 'http://hl7.org/fhir/sequence-type', x1)))
    if 'variant' in r:
        for x1 in r['variant']:
            if 'end' in x1:
                x3 = x1['end']
                v.quantity_number(p[18], x3)
            if 'start' in x1:
                x3 = x1['start']
                v.quantity_number(p[19], x3)


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)

