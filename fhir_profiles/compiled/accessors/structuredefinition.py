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
    if 'abstract' in r:
        x1 = r['abstract']
        v.token_boolean(p[9], x1)
    if 'baseDefinition' in r:
        x1 = r['baseDefinition']
        v.reference_canonical(p[10], x1)
    if 'snapshot' in r:
        x1 = r['snapshot']
        if 'element' in x1:
            for x2 in x1['element']:
                if 'base' in x2:
                    x4 = x2['base']
                    if 'path' in x4:
                        x5 = x4['path']
                        tokens(new(Token, (p[11], '', x5)))
                if 'path' in x2:
                    x4 = x2['path']
                    tokens(new(Token, (p[27], '', x4)))
                if 'binding' in x2:
                    x4 = x2['binding']
                    if 'valueSet' in x4:
                        x5 = x4['valueSet']
                        v.reference_canonical(p[33], x5)
    if 'differential' in r:
        x1 = r['differential']
        if 'element' in x1:
            for x2 in x1['element']:
                if 'base' in x2:
                    x4 = x2['base']
                    if 'path' in x4:
                        x5 = x4['path']
                        tokens(new(Token, (p[11], '', x5)))
                if 'path' in x2:
                    x4 = x2['path']
                    tokens(new(Token, (p[27], '', x4)))
    if 'useContext' in r:
        for x1 in r['useContext']:
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[12], c.get('system', ''), c['code'])))
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                v.quantity_quantity(p[13], x3)
            if 'code' in x1:
                x3 = x1['code']
                if 'code' in x3:
                    tokens(new(Token, (p[14], x3.get('system', ''), x3['code'])))
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[17], x1)
    if 'derivation' in r:
        x1 = r['derivation']
        tokens(new(Token, (p[18], 'http://hl7.org/fhir/type-derivation-rule', x1)))
    if 'description' in r:
        x1 = r['description']
        strings(new(String, (p[19], x1)))
    if 'experimental' in r:
        x1 = r['experimental']
        v.token_boolean(p[20], x1)
    if 'context' in r:
        for x1 in r['context']:
            if 'type' in x1:
                x3 = x1['type']
                tokens(new(Token, (p[21], 'http://hl7.org/fhir/extension-context-type', x3)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[22], x1.get('system', ''), x1['value'])))
    if 'jurisdiction' in r:
        for x1 in r['jurisdiction']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[23], c.get('system', ''), c['code'])))
    if 'keyword' in r:
        for x1 in r['keyword']:
            if 'code' in x1:
                tokens(new(Token, (p[24], x1.get('system', ''), x1['code'])))
    if 'kind' in r:
        x1 = r['kind']
        tokens(new(Token, (p[25], 'http://hl7.org/fhir/structure-definition-kind', x1)))
    if 'name' in r:
        x1 = r['name']
        strings(new(String, (p[26], x1)))
    if 'publisher' in r:
        x1 = r['publisher']
        strings(new(String, (p[28], x1)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[29], 'http://hl7.org/fhir/publication-status', x1)))
    if 'title' in r:
        x1 = r['title']
        strings(new(String, (p[30], x1)))
    if 'type' in r:
        x1 = r['type']
        uris(new(Uri, (p[31], x1)))
    if 'url' in r:
        x1 = r['url']
        uris(new(Uri, (p[32], x1)))
    if 'version' in r:
        x1 = r['version']
        tokens(new(Token, (p[34], '', x1)))


def patients(r, v):
    return
