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
    if 'occurrenceDateTime' in r:
        x1 = r['occurrenceDateTime']
        v.date_moment(p[9], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[10], x1.get('system', ''), x1['value'])))
    if 'location' in r:
        x1 = r['location']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[11], k, i, u)))
    if 'lotNumber' in r:
        x1 = r['lotNumber']
        strings(new(String, (p[12], x1)))
    if 'manufacturer' in r:
        x1 = r['manufacturer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[13], k, i, u)))
    if 'patient' in r:
        x1 = r['patient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[14], k, i, u)))
    if 'performer' in r:
        for x1 in r['performer']:
            if 'actor' in x1:
                x3 = x1['actor']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[15], k, i, u)))
    if 'reaction' in r:
        for x1 in r['reaction']:
            if 'detail' in x1:
                x3 = x1['detail']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[16], k, i, u)))
            if 'date' in x1:
                x3 = x1['date']
                v.date_moment(p[17], x3)
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[18], c.get('system', ''), c['code'])))
    if 'reasonReference' in r:
        for x1 in r['reasonReference']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[19], k, i, u)))
    if 'protocolApplied' in r:
        for x1 in r['protocolApplied']:
            if 'series' in x1:
                x3 = x1['series']
                strings(new(String, (p[20], x3)))
            if 'targetDisease' in x1:
                for x3 in x1['targetDisease']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            if 'code' in c:
                                tokens(new(Token, (p[23], c.get('system', ''), c['code'])))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[21], 'http://hl7.org/fhir/event-status', x1)))
    if 'statusReason' in r:
        x1 = r['statusReason']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[22], c.get('system', ''), c['code'])))
    if 'vaccineCode' in r:
        x1 = r['vaccineCode']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[24], c.get('system', ''), c['code'])))


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)

