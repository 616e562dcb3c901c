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
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[11], c.get('system', ''), c['code'])))
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[12], k, i, u)))
    if 'groupIdentifier' in r:
        x1 = r['groupIdentifier']
        if 'value' in x1:
            tokens(new(Token, (p[13], x1.get('system', ''), x1['value'])))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[14], x1.get('system', ''), x1['value'])))
    if 'medium' in r:
        for x1 in r['medium']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[15], c.get('system', ''), c['code'])))
    if 'occurrenceDateTime' in r:
        x1 = r['occurrenceDateTime']
        v.date_moment(p[16], x1)
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[17], k, i, u)))
            references(new(Reference, (p[24], k, i, u)))
    if 'priority' in r:
        x1 = r['priority']
        tokens(new(Token, (p[18], 'http://hl7.org/fhir/request-priority', x1)))
    if 'recipient' in r:
        for x1 in r['recipient']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[19], k, i, u)))
    if 'replaces' in r:
        for x1 in r['replaces']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[20], k, i, u)))
    if 'requester' in r:
        x1 = r['requester']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[21], k, i, u)))
    if 'sender' in r:
        x1 = r['sender']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[22], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[23], 'http://hl7.org/fhir/request-status', x1)))


def patients(r, v):
    if 'recipient' in r:
        for x1 in r['recipient']:
            v.patient(x1)
    if 'requester' in r:
        x1 = r['requester']
        v.patient(x1)
    if 'sender' in r:
        x1 = r['sender']
        v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

