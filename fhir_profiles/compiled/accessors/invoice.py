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
    if 'account' in r:
        x1 = r['account']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[9], k, i, u)))
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[10], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[11], x1.get('system', ''), x1['value'])))
    if 'issuer' in r:
        x1 = r['issuer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[12], k, i, u)))
    if 'participant' in r:
        for x1 in r['participant']:
            if 'actor' in x1:
                x3 = x1['actor']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[13], k, i, u)))
            if 'role' in x1:
                x3 = x1['role']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[14], c.get('system', ''), c['code'])))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[15], k, i, u)))
            references(new(Reference, (p[18], k, i, u)))
    if 'recipient' in r:
        x1 = r['recipient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[16], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[17], 'http://hl7.org/fhir/invoice-status', x1)))
    if 'totalGross' in r:
        x1 = r['totalGross']
        v.quantity_money(p[19], x1)
    if 'totalNet' in r:
        x1 = r['totalNet']
        v.quantity_money(p[20], x1)
    if 'type' in r:
        x1 = r['type']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[21], c.get('system', ''), c['code'])))


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
    if 'recipient' in r:
        x1 = r['recipient']
        v.patient(x1)

