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
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[9], c.get('system', ''), c['code'])))
    if 'period' in r:
        x1 = r['period']
        v.date_period(p[10], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[11], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[12], x1.get('system', ''), x1['value'])))
    if 'participant' in r:
        for x1 in r['participant']:
            if 'member' in x1:
                x3 = x1['member']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[13], k, i, u)))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[14], k, i, u)))
            references(new(Reference, (p[16], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[15], 'http://hl7.org/fhir/care-team-status', x1)))


def patients(r, v):
    if 'participant' in r:
        for x1 in r['participant']:
            if 'member' in x1:
                x3 = x1['member']
                v.patient(x3)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

