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
    if 'activity' in r:
        for x1 in r['activity']:
            if 'detail' in x1:
                x3 = x1['detail']
                if 'code' in x3:
                    x4 = x3['code']
                    if 'coding' in x4:
                        for c in x4['coding']:
                            if 'code' in c:
                                tokens(new(Token, (p[9], c.get('system', ''), c['code'])))
                if 'scheduledTiming' in x3:
                    x4 = x3['scheduledTiming']
                    v.date_timing(p[10], x4)
                if 'scheduledPeriod' in x3:
                    x4 = x3['scheduledPeriod']
                    v.date_period(p[10], x4)
                if 'performer' in x3:
                    for x4 in x3['performer']:
                        if x4.get('reference', '#')[0] != '#':
                            k, i, u = split_literal(x4)
                            references(new(Reference, (p[25], k, i, u)))
            if 'reference' in x1:
                x3 = x1['reference']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[11], k, i, u)))
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[12], k, i, u)))
    if 'careTeam' in r:
        for x1 in r['careTeam']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[13], k, i, u)))
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[14], c.get('system', ''), c['code'])))
    if 'addresses' in r:
        for x1 in r['addresses']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[15], k, i, u)))
    if 'period' in r:
        x1 = r['period']
        v.date_period(p[16], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[17], k, i, u)))
    if 'goal' in r:
        for x1 in r['goal']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[18], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[19], x1.get('system', ''), x1['value'])))
    if 'instantiatesCanonical' in r:
        for x1 in r['instantiatesCanonical']:
            v.reference_canonical(p[20], x1)
    if 'instantiatesUri' in r:
        for x1 in r['instantiatesUri']:
            if x1 is None:
                continue
            uris(new(Uri, (p[21], x1)))
    if 'intent' in r:
        x1 = r['intent']
        tokens(new(Token, (p[22], 'http://hl7.org/fhir/request-intent', x1)))
    if 'partOf' in r:
        for x1 in r['partOf']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[23], k, i, u)))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[24], k, i, u)))
            references(new(Reference, (p[28], k, i, u)))
    if 'replaces' in r:
        for x1 in r['replaces']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[26], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[27], 'http://hl7.org/fhir/request-status', x1)))


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
    if 'activity' in r:
        for x1 in r['activity']:
            if 'detail' in x1:
                x3 = x1['detail']
                if 'performer' in x3:
                    for x4 in x3['performer']:
                        v.patient(x4)

