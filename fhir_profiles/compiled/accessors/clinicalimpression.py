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
    if 'assessor' in r:
        x1 = r['assessor']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[9], k, i, u)))
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[10], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[11], k, i, u)))
    if 'finding' in r:
        for x1 in r['finding']:
            if 'itemCodeableConcept' in x1:
                x3 = x1['itemCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[12], c.get('system', ''), c['code'])))
            if 'itemReference' in x1:
                x3 = x1['itemReference']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[13], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[14], x1.get('system', ''), x1['value'])))
    if 'investigation' in r:
        for x1 in r['investigation']:
            if 'item' in x1:
                for x3 in x1['item']:
                    if x3.get('reference', '#')[0] != '#':
                        k, i, u = split_literal(x3)
                        references(new(Reference, (p[15], k, i, u)))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[16], k, i, u)))
            references(new(Reference, (p[20], k, i, u)))
    if 'previous' in r:
        x1 = r['previous']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[17], k, i, u)))
    if 'problem' in r:
        for x1 in r['problem']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[18], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[19], 'http://hl7.org/fhir/event-status', x1)))
    if 'supportingInfo' in r:
        for x1 in r['supportingInfo']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[21], k, i, u)))


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

