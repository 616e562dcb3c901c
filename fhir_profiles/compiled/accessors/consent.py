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
    if 'provision' in r:
        x1 = r['provision']
        if 'action' in x1:
            for x2 in x1['action']:
                if 'coding' in x2:
                    for c in x2['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[9], c.get('system', ''), c['code'])))
        if 'actor' in x1:
            for x2 in x1['actor']:
                if 'reference' in x2:
                    x4 = x2['reference']
                    if x4.get('reference', '#')[0] != '#':
                        k, i, u = split_literal(x4)
                        references(new(Reference, (p[10], k, i, u)))
        if 'data' in x1:
            for x2 in x1['data']:
                if 'reference' in x2:
                    x4 = x2['reference']
                    if x4.get('reference', '#')[0] != '#':
                        k, i, u = split_literal(x4)
                        references(new(Reference, (p[13], k, i, u)))
        if 'period' in x1:
            x2 = x1['period']
            v.date_period(p[18], x2)
        if 'purpose' in x1:
            for x2 in x1['purpose']:
                if 'code' in x2:
                    tokens(new(Token, (p[19], x2.get('system', ''), x2['code'])))
        if 'securityLabel' in x1:
            for x2 in x1['securityLabel']:
                if 'code' in x2:
                    tokens(new(Token, (p[21], x2.get('system', ''), x2['code'])))
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[11], c.get('system', ''), c['code'])))
    if 'performer' in r:
        for x1 in r['performer']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[12], k, i, u)))
    if 'dateTime' in r:
        x1 = r['dateTime']
        v.date_moment(p[14], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[15], x1.get('system', ''), x1['value'])))
    if 'organization' in r:
        for x1 in r['organization']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[16], k, i, u)))
    if 'patient' in r:
        x1 = r['patient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[17], k, i, u)))
    if 'scope' in r:
        x1 = r['scope']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[20], c.get('system', ''), c['code'])))
    if 'sourceReference' in r:
        x1 = r['sourceReference']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[22], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[23], 'http://hl7.org/fhir/consent-state-codes', x1)))


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)

