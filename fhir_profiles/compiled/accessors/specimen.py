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
    if 'accessionIdentifier' in r:
        x1 = r['accessionIdentifier']
        if 'value' in x1:
            tokens(new(Token, (p[9], x1.get('system', ''), x1['value'])))
    if 'collection' in r:
        x1 = r['collection']
        if 'bodySite' in x1:
            x2 = x1['bodySite']
            if 'coding' in x2:
                for c in x2['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[10], c.get('system', ''), c['code'])))
        if 'collectedDateTime' in x1:
            x2 = x1['collectedDateTime']
            v.date_moment(p[11], x2)
        if 'collectedPeriod' in x1:
            x2 = x1['collectedPeriod']
            v.date_period(p[11], x2)
        if 'collector' in x1:
            x2 = x1['collector']
            if x2.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x2)
                references(new(Reference, (p[12], k, i, u)))
    if 'container' in r:
        for x1 in r['container']:
            if 'type' in x1:
                x3 = x1['type']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[13], c.get('system', ''), c['code'])))
            if 'identifier' in x1:
                for x3 in x1['identifier']:
                    if 'value' in x3:
                        tokens(new(Token, (p[14], x3.get('system', ''), x3['value'])))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[15], x1.get('system', ''), x1['value'])))
    if 'parent' in r:
        for x1 in r['parent']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[16], k, i, u)))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[17], k, i, u)))
            references(new(Reference, (p[19], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[18], 'http://hl7.org/fhir/specimen-status', x1)))
    if 'type' in r:
        x1 = r['type']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[20], c.get('system', ''), c['code'])))


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

