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
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[9], k, i, u)))
    if 'series' in r:
        for x1 in r['series']:
            if 'bodySite' in x1:
                x3 = x1['bodySite']
                if 'code' in x3:
                    tokens(new(Token, (p[10], x3.get('system', ''), x3['code'])))
            if 'instance' in x1:
                for x3 in x1['instance']:
                    if 'sopClass' in x3:
                        x5 = x3['sopClass']
                        if 'code' in x5:
                            tokens(new(Token, (p[11], x5.get('system', ''), x5['code'])))
                    if 'uid' in x3:
                        x5 = x3['uid']
                        tokens(new(Token, (p[15], '', x5)))
            if 'endpoint' in x1:
                for x3 in x1['endpoint']:
                    if x3.get('reference', '#')[0] != '#':
                        k, i, u = split_literal(x3)
                        references(new(Reference, (p[13], k, i, u)))
            if 'modality' in x1:
                x3 = x1['modality']
                if 'code' in x3:
                    tokens(new(Token, (p[17], x3.get('system', ''), x3['code'])))
            if 'performer' in x1:
                for x3 in x1['performer']:
                    if 'actor' in x3:
                        x5 = x3['actor']
                        if x5.get('reference', '#')[0] != '#':
                            k, i, u = split_literal(x5)
                            references(new(Reference, (p[19], k, i, u)))
            if 'uid' in x1:
                x3 = x1['uid']
                tokens(new(Token, (p[22], '', x3)))
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[12], k, i, u)))
    if 'endpoint' in r:
        for x1 in r['endpoint']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[13], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[14], x1.get('system', ''), x1['value'])))
    if 'interpreter' in r:
        for x1 in r['interpreter']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[16], k, i, u)))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[18], k, i, u)))
            references(new(Reference, (p[25], k, i, u)))
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[20], c.get('system', ''), c['code'])))
    if 'referrer' in r:
        x1 = r['referrer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[21], k, i, u)))
    if 'started' in r:
        x1 = r['started']
        v.date_moment(p[23], x1)
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[24], 'http://hl7.org/fhir/imagingstudy-status', x1)))


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

