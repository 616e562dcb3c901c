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
    if 'authoredOn' in r:
        x1 = r['authoredOn']
        v.date_moment(p[9], x1)
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[10], k, i, u)))
    if 'bodySite' in r:
        for x1 in r['bodySite']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[11], c.get('system', ''), c['code'])))
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[12], c.get('system', ''), c['code'])))
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[13], c.get('system', ''), c['code'])))
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[14], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[15], x1.get('system', ''), x1['value'])))
    if 'instantiatesCanonical' in r:
        for x1 in r['instantiatesCanonical']:
            v.reference_canonical(p[16], x1)
    if 'instantiatesUri' in r:
        for x1 in r['instantiatesUri']:
            if x1 is None:
                continue
            uris(new(Uri, (p[17], x1)))
    if 'intent' in r:
        x1 = r['intent']
        tokens(new(Token, (p[18], 'http://hl7.org/fhir/request-intent', x1)))
    if 'occurrenceDateTime' in r:
        x1 = r['occurrenceDateTime']
        v.date_moment(p[19], x1)
    if 'occurrencePeriod' in r:
        x1 = r['occurrencePeriod']
        v.date_period(p[19], x1)
    if 'occurrenceTiming' in r:
        x1 = r['occurrenceTiming']
        v.date_timing(p[19], x1)
    if 'orderDetail' in r:
        for x1 in r['orderDetail']:
            if 'text' in x1:
                x3 = x1['text']
                tokens(new(Token, (p[20], '', x3)))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[21], k, i, u)))
            references(new(Reference, (p[30], k, i, u)))
    if 'performer' in r:
        for x1 in r['performer']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[22], k, i, u)))
    if 'performerType' in r:
        x1 = r['performerType']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[23], c.get('system', ''), c['code'])))
    if 'priority' in r:
        x1 = r['priority']
        tokens(new(Token, (p[24], 'http://hl7.org/fhir/request-priority', x1)))
    if 'replaces' in r:
        for x1 in r['replaces']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[25], k, i, u)))
    if 'requester' in r:
        x1 = r['requester']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[26], k, i, u)))
    if 'requisition' in r:
        x1 = r['requisition']
        if 'value' in x1:
            tokens(new(Token, (p[27], x1.get('system', ''), x1['value'])))
    if 'specimen' in r:
        for x1 in r['specimen']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[28], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[29], 'http://hl7.org/fhir/request-status', x1)))


def patients(r, v):
    if 'performer' in r:
        for x1 in r['performer']:
            v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

