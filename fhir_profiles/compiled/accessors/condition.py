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
    if 'abatementAge' in r:
        x1 = r['abatementAge']
        v.quantity_quantity(p[9], x1)
    if 'abatementDateTime' in r:
        x1 = r['abatementDateTime']
        v.date_moment(p[10], x1)
    if 'abatementPeriod' in r:
        x1 = r['abatementPeriod']
        v.date_period(p[10], x1)
    if 'abatementString' in r:
        x1 = r['abatementString']
        strings(new(String, (p[11], x1)))
    if 'asserter' in r:
        x1 = r['asserter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[12], k, i, u)))
    if 'bodySite' in r:
        for x1 in r['bodySite']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[13], c.get('system', ''), c['code'])))
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[14], c.get('system', ''), c['code'])))
    if 'clinicalStatus' in r:
        x1 = r['clinicalStatus']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[15], c.get('system', ''), c['code'])))
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[16], c.get('system', ''), c['code'])))
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[17], k, i, u)))
    if 'evidence' in r:
        for x1 in r['evidence']:
            if 'code' in x1:
                for x3 in x1['code']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            if 'code' in c:
                                tokens(new(Token, (p[18], c.get('system', ''), c['code'])))
            if 'detail' in x1:
                for x3 in x1['detail']:
                    if x3.get('reference', '#')[0] != '#':
                        k, i, u = split_literal(x3)
                        references(new(Reference, (p[19], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[20], x1.get('system', ''), x1['value'])))
    if 'onsetAge' in r:
        x1 = r['onsetAge']
        v.quantity_quantity(p[21], x1)
    if 'onsetDateTime' in r:
        x1 = r['onsetDateTime']
        v.date_moment(p[22], x1)
    if 'onsetPeriod' in r:
        x1 = r['onsetPeriod']
        v.date_period(p[22], x1)
    if 'onsetString' in r:
        x1 = r['onsetString']
        strings(new(String, (p[23], x1)))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[24], k, i, u)))
            references(new(Reference, (p[28], k, i, u)))
    if 'recordedDate' in r:
        x1 = r['recordedDate']
        v.date_moment(p[25], x1)
    if 'severity' in r:
        x1 = r['severity']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[26], c.get('system', ''), c['code'])))
    if 'stage' in r:
        for x1 in r['stage']:
            if 'summary' in x1:
                x3 = x1['summary']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[27], c.get('system', ''), c['code'])))
    if 'verificationStatus' in r:
        x1 = r['verificationStatus']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[29], c.get('system', ''), c['code'])))


def patients(r, v):
    if 'asserter' in r:
        x1 = r['asserter']
        v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

