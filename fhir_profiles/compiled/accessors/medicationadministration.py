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
    if 'medicationCodeableConcept' in r:
        x1 = r['medicationCodeableConcept']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[9], c.get('system', ''), c['code'])))
    if 'context' in r:
        x1 = r['context']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[10], k, i, u)))
    if 'device' in r:
        for x1 in r['device']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[11], k, i, u)))
    if 'effectiveDateTime' in r:
        x1 = r['effectiveDateTime']
        v.date_moment(p[12], x1)
    if 'effectivePeriod' in r:
        x1 = r['effectivePeriod']
        v.date_period(p[12], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[13], x1.get('system', ''), x1['value'])))
    if 'medicationReference' in r:
        x1 = r['medicationReference']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[14], k, i, u)))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[15], k, i, u)))
            references(new(Reference, (p[21], k, i, u)))
    if 'performer' in r:
        for x1 in r['performer']:
            if 'actor' in x1:
                x3 = x1['actor']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[16], k, i, u)))
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[17], c.get('system', ''), c['code'])))
    if 'statusReason' in r:
        for x1 in r['statusReason']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[18], c.get('system', ''), c['code'])))
    if 'request' in r:
        x1 = r['request']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[19], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[20], 'http://terminology.hl7.org/CodeSystem/medication-admin-status', x1)))


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
    if 'performer' in r:
        for x1 in r['performer']:
            if 'actor' in x1:
                x3 = x1['actor']
                v.patient(x3)

