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
    if 'useContext' in r:
        for x1 in r['useContext']:
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[9], c.get('system', ''), c['code'])))
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                v.quantity_quantity(p[10], x3)
            if 'code' in x1:
                x3 = x1['code']
                if 'code' in x3:
                    tokens(new(Token, (p[11], x3.get('system', ''), x3['code'])))
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[14], x1)
    if 'group' in r:
        for x1 in r['group']:
            if 'element' in x1:
                for x3 in x1['element']:
                    if 'target' in x3:
                        for x5 in x3['target']:
                            if 'dependsOn' in x5:
                                for x7 in x5['dependsOn']:
                                    if 'property' in x7:
                                        x9 = x7['property']
                                        uris(new(Uri, (p[15], x9)))
                            if 'product' in x5:
                                for x7 in x5['product']:
                                    if 'property' in x7:
                                        x9 = x7['property']
                                        uris(new(Uri, (p[21], x9)))
                            if 'code' in x5:
                                x7 = x5['code']
                                tokens(new(Token, (p[29], '', x7)))
                    if 'code' in x3:
                        x5 = x3['code']
                        tokens(new(Token, (p[24], '', x5)))
            if 'unmapped' in x1:
                x3 = x1['unmapped']
                if 'url' in x3:
                    x4 = x3['url']
                    v.reference_canonical(p[20], x4)
            if 'source' in x1:
                x3 = x1['source']
                uris(new(Uri, (p[25], x3)))
            if 'target' in x1:
                x3 = x1['target']
                uris(new(Uri, (p[30], x3)))
    if 'description' in r:
        x1 = r['description']
        strings(new(String, (p[16], x1)))
    if 'identifier' in r:
        x1 = r['identifier']
        if 'value' in x1:
            tokens(new(Token, (p[17], x1.get('system', ''), x1['value'])))
    if 'jurisdiction' in r:
        for x1 in r['jurisdiction']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[18], c.get('system', ''), c['code'])))
    if 'name' in r:
        x1 = r['name']
        strings(new(String, (p[19], x1)))
    if 'publisher' in r:
        x1 = r['publisher']
        strings(new(String, (p[22], x1)))
    if 'sourceCanonical' in r:
        x1 = r['sourceCanonical']
        v.reference_canonical(p[23], x1)
        v.reference_canonical(p[26], x1)
    if 'sourceUri' in r:
        x1 = r['sourceUri']
        v.reference_canonical(p[26], x1)
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[27], 'http://hl7.org/fhir/publication-status', x1)))
    if 'targetCanonical' in r:
        x1 = r['targetCanonical']
        v.reference_canonical(p[28], x1)
        v.reference_canonical(p[31], x1)
    if 'targetUri' in r:
        x1 = r['targetUri']
        v.reference_canonical(p[31], x1)
    if 'title' in r:
        x1 = r['title']
        strings(new(String, (p[32], x1)))
    if 'url' in r:
        x1 = r['url']
        uris(new(Uri, (p[33], x1)))
    if 'version' in r:
        x1 = r['version']
        tokens(new(Token, (p[34], '', x1)))


def patients(r, v):
    return
