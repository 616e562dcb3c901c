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
        x1 = r['category']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[9], c.get('system', ''), c['code'])))
    if 'medicationCodeableConcept' in r:
        x1 = r['medicationCodeableConcept']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[10], c.get('system', ''), c['code'])))
    if 'context' in r:
        x1 = r['context']
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
    if 'partOf' in r:
        for x1 in r['partOf']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[15], k, i, u)))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[16], k, i, u)))
            references(new(Reference, (p[19], k, i, u)))
    if 'informationSource' in r:
        x1 = r['informationSource']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[17], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[18], 'http://hl7.org/fhir/CodeSystem/medication-statement-status', x1)))


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

