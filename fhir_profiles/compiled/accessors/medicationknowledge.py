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
    if 'medicineClassification' in r:
        for x1 in r['medicineClassification']:
            if 'classification' in x1:
                for x3 in x1['classification']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            if 'code' in c:
                                tokens(new(Token, (p[9], c.get('system', ''), c['code'])))
            if 'type' in x1:
                x3 = x1['type']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[10], c.get('system', ''), c['code'])))
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[11], c.get('system', ''), c['code'])))
    if 'doseForm' in r:
        x1 = r['doseForm']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[12], c.get('system', ''), c['code'])))
    if 'ingredient' in r:
        for x1 in r['ingredient']:
            if 'itemReference' in x1:
                x3 = x1['itemReference']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[13], k, i, u)))
            if 'itemCodeableConcept' in x1:
                x3 = x1['itemCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[14], c.get('system', ''), c['code'])))
    if 'manufacturer' in r:
        x1 = r['manufacturer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[15], k, i, u)))
    if 'monitoringProgram' in r:
        for x1 in r['monitoringProgram']:
            if 'name' in x1:
                x3 = x1['name']
                tokens(new(Token, (p[16], '', x3)))
            if 'type' in x1:
                x3 = x1['type']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[17], c.get('system', ''), c['code'])))
    if 'monograph' in r:
        for x1 in r['monograph']:
            if 'source' in x1:
                x3 = x1['source']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[18], k, i, u)))
            if 'type' in x1:
                x3 = x1['type']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[19], c.get('system', ''), c['code'])))
    if 'cost' in r:
        for x1 in r['cost']:
            if 'source' in x1:
                x3 = x1['source']
                tokens(new(Token, (p[20], '', x3)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[21], 'http://terminology.hl7.org/CodeSystem/medicationknowledge-status', x1)))


def patients(r, v):
    return
