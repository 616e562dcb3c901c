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
    if 'asserter' in r:
        x1 = r['asserter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[9], k, i, u)))
    if 'category' in r:
        for x1 in r['category']:
            if x1 is None:
                continue
            tokens(new(Token, (p[10], 'http://hl7.org/fhir/allergy-intolerance-category', x1)))
    if 'clinicalStatus' in r:
        x1 = r['clinicalStatus']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[11], c.get('system', ''), c['code'])))
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[12], c.get('system', ''), c['code'])))
    if 'reaction' in r:
        for x1 in r['reaction']:
            if 'substance' in x1:
                x3 = x1['substance']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[12], c.get('system', ''), c['code'])))
            if 'manifestation' in x1:
                for x3 in x1['manifestation']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            if 'code' in c:
                                tokens(new(Token, (p[17], c.get('system', ''), c['code'])))
            if 'onset' in x1:
                x3 = x1['onset']
                v.date_moment(p[18], x3)
            if 'exposureRoute' in x1:
                x3 = x1['exposureRoute']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[21], c.get('system', ''), c['code'])))
            if 'severity' in x1:
                x3 = x1['severity']
                tokens(new(Token, (p[22], 'http://hl7.org/fhir/reaction-event-severity', x3)))
    if 'criticality' in r:
        x1 = r['criticality']
        tokens(new(Token, (p[13], 'http://hl7.org/fhir/allergy-intolerance-criticality', x1)))
    if 'recordedDate' in r:
        x1 = r['recordedDate']
        v.date_moment(p[14], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[15], x1.get('system', ''), x1['value'])))
    if 'lastOccurrence' in r:
        x1 = r['lastOccurrence']
        v.date_moment(p[16], x1)
    if 'patient' in r:
        x1 = r['patient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[19], k, i, u)))
    if 'recorder' in r:
        x1 = r['recorder']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[20], k, i, u)))
    if 'type' in r:
        x1 = r['type']
        tokens(new(Token, (p[23], 'http://hl7.org/fhir/allergy-intolerance-type', x1)))
    if 'verificationStatus' in r:
        x1 = r['verificationStatus']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[24], c.get('system', ''), c['code'])))


def patients(r, v):
    if 'asserter' in r:
        x1 = r['asserter']
        v.patient(x1)
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)
    if 'recorder' in r:
        x1 = r['recorder']
        v.patient(x1)

