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
    if 'contact' in r:
        for x1 in r['contact']:
            if 'name' in x1:
                x3 = x1['name']
                strings(new(String, (p[9], x3)))
            if 'telecom' in x1:
                for x3 in x1['telecom']:
                    v.token_contact(p[25], x3)
    if 'useContext' in r:
        for x1 in r['useContext']:
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[10], c.get('system', ''), c['code'])))
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                v.quantity_quantity(p[11], x3)
            if 'code' in x1:
                x3 = x1['code']
                if 'code' in x3:
                    tokens(new(Token, (p[12], x3.get('system', ''), x3['code'])))
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[15], x1)
    if 'description' in r:
        x1 = r['description']
        strings(new(String, (p[16], x1)))
    if 'uniqueId' in r:
        for x1 in r['uniqueId']:
            if 'type' in x1:
                x3 = x1['type']
                tokens(new(Token, (p[17], 'http://hl7.org/fhir/namingsystem-identifier-type', x3)))
            if 'period' in x1:
                x3 = x1['period']
                v.date_period(p[21], x3)
            if 'value' in x1:
                x3 = x1['value']
                strings(new(String, (p[27], x3)))
    if 'jurisdiction' in r:
        for x1 in r['jurisdiction']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[18], c.get('system', ''), c['code'])))
    if 'kind' in r:
        x1 = r['kind']
        tokens(new(Token, (p[19], 'http://hl7.org/fhir/namingsystem-type', x1)))
    if 'name' in r:
        x1 = r['name']
        strings(new(String, (p[20], x1)))
    if 'publisher' in r:
        x1 = r['publisher']
        strings(new(String, (p[22], x1)))
    if 'responsible' in r:
        x1 = r['responsible']
        strings(new(String, (p[23], x1)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[24], 'http://hl7.org/fhir/publication-status', x1)))
    if 'type' in r:
        x1 = r['type']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[26], c.get('system', ''), c['code'])))


def patients(r, v):
    return
