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
        for x1 in r['account']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[9], k, i, u)))
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[10], c.get('system', ''), c['code'])))
    if 'context' in r:
        x1 = r['context']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[11], k, i, u)))
    if 'enteredDate' in r:
        x1 = r['enteredDate']
        v.date_moment(p[12], x1)
    if 'enterer' in r:
        x1 = r['enterer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[13], k, i, u)))
    if 'factorOverride' in r:
        x1 = r['factorOverride']
        v.quantity_number(p[14], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[15], x1.get('system', ''), x1['value'])))
    if 'occurrenceDateTime' in r:
        x1 = r['occurrenceDateTime']
        v.date_moment(p[16], x1)
    if 'occurrencePeriod' in r:
        x1 = r['occurrencePeriod']
        v.date_period(p[16], x1)
    if 'occurrenceTiming' in r:
        x1 = r['occurrenceTiming']
        v.date_timing(p[16], x1)
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[17], k, i, u)))
            references(new(Reference, (p[25], k, i, u)))
    if 'performer' in r:
        for x1 in r['performer']:
            if 'actor' in x1:
                x3 = x1['actor']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[18], k, i, u)))
            if 'function' in x1:
                x3 = x1['function']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[19], c.get('system', ''), c['code'])))
    if 'performingOrganization' in r:
        x1 = r['performingOrganization']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[20], k, i, u)))
    if 'priceOverride' in r:
        x1 = r['priceOverride']
        v.quantity_money(p[21], x1)
    if 'quantity' in r:
        x1 = r['quantity']
        v.quantity_quantity(p[22], x1)
    if 'requestingOrganization' in r:
        x1 = r['requestingOrganization']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[23], k, i, u)))
    if 'service' in r:
        for x1 in r['service']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[24], k, i, u)))


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

