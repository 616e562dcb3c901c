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
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[9], c.get('system', ''), c['code'])))
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[10], x1)
    if 'emptyReason' in r:
        x1 = r['emptyReason']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[11], c.get('system', ''), c['code'])))
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[12], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[13], x1.get('system', ''), x1['value'])))
    if 'entry' in r:
        for x1 in r['entry']:
            if 'item' in x1:
                x3 = x1['item']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[14], k, i, u)))
    if 'note' in r:
        for x1 in r['note']:
            if 'text' in x1:
                x3 = x1['text']
                strings(new(String, (p[15], x3)))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[16], k, i, u)))
            references(new(Reference, (p[19], k, i, u)))
    if 'source' in r:
        x1 = r['source']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[17], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[18], 'http://hl7.org/fhir/list-status', x1)))
    if 'title' in r:
        x1 = r['title']
        strings(new(String, (p[20], x1)))


def patients(r, v):
    if 'source' in r:
        x1 = r['source']
        v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

