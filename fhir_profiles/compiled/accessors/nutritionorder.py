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
    if 'enteralFormula' in r:
        x1 = r['enteralFormula']
        if 'additiveType' in x1:
            x2 = x1['additiveType']
            if 'coding' in x2:
                for c in x2['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[9], c.get('system', ''), c['code'])))
        if 'baseFormulaType' in x1:
            x2 = x1['baseFormulaType']
            if 'coding' in x2:
                for c in x2['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[12], c.get('system', ''), c['code'])))
    if 'dateTime' in r:
        x1 = r['dateTime']
        v.date_moment(p[10], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[11], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[13], x1.get('system', ''), x1['value'])))
    if 'instantiatesCanonical' in r:
        for x1 in r['instantiatesCanonical']:
            v.reference_canonical(p[14], x1)
    if 'instantiatesUri' in r:
        for x1 in r['instantiatesUri']:
            if x1 is None:
                continue
            uris(new(Uri, (p[15], x1)))
    if 'oralDiet' in r:
        x1 = r['oralDiet']
        if 'type' in x1:
            for x2 in x1['type']:
                if 'coding' in x2:
                    for c in x2['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[16], c.get('system', ''), c['code'])))
    if 'patient' in r:
        x1 = r['patient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[17], k, i, u)))
    if 'orderer' in r:
        x1 = r['orderer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[18], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[19], 'http://hl7.org/fhir/request-status', x1)))
    if 'supplement' in r:
        for x1 in r['supplement']:
            if 'type' in x1:
                x3 = x1['type']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[20], c.get('system', ''), c['code'])))


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)

