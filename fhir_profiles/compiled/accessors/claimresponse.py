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
    if 'created' in r:
        x1 = r['created']
        v.date_moment(p[9], x1)
    if 'disposition' in r:
        x1 = r['disposition']
        strings(new(String, (p[10], x1)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[11], x1.get('system', ''), x1['value'])))
    if 'insurer' in r:
        x1 = r['insurer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[12], k, i, u)))
    if 'outcome' in r:
        x1 = r['outcome']
        tokens(new(Token, (p[13], 'http://hl7.org/fhir/remittance-outcome', x1)))
    if 'patient' in r:
        x1 = r['patient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[14], k, i, u)))
    if 'payment' in r:
        x1 = r['payment']
        if 'date' in x1:
            x2 = x1['date']
            v.date_moment(p[15], x2)
    if 'request' in r:
        x1 = r['request']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[16], k, i, u)))
    if 'requestor' in r:
        x1 = r['requestor']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[17], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[18], 'http://hl7.org/fhir/fm-status', x1)))
    if 'use' in r:
        x1 = r['use']
        tokens(new(Token, (p[19], 'http://hl7.org/fhir/claim-use', x1)))


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)

