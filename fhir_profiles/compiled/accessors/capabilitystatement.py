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
    if 'description' in r:
        x1 = r['description']
        strings(new(String, (p[15], x1)))
    if 'version' in r:
        x1 = r['version']
        tokens(new(Token, (p[16], '', x1)))
        tokens(new(Token, (p[31], '', x1)))
    if 'format' in r:
        for x1 in r['format']:
            if x1 is None:
                continue
            tokens(new(Token, (p[17], '', x1)))
    if 'implementationGuide' in r:
        for x1 in r['implementationGuide']:
            v.reference_canonical(p[18], x1)
    if 'jurisdiction' in r:
        for x1 in r['jurisdiction']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[19], c.get('system', ''), c['code'])))
    if 'rest' in r:
        for x1 in r['rest']:
            if 'mode' in x1:
                x3 = x1['mode']
                tokens(new(Token, (p[20], 'http://hl7.org/fhir/restful-capability-mode', x3)))
            if 'resource' in x1:
                for x3 in x1['resource']:
                    if 'type' in x3:
                        x5 = x3['type']
                        tokens(new(Token, (p[23], 'http://hl7.org/fhir/resource-types', x5)))
                    if 'profile' in x3:
                        x5 = x3['profile']
                        v.reference_canonical(p[24], x5)
                    if 'supportedProfile' in x3:
                        for x5 in x3['supportedProfile']:
                            v.reference_canonical(p[28], x5)
            if 'security' in x1:
                x3 = x1['security']
                if 'service' in x3:
                    for x4 in x3['service']:
                        if 'coding' in x4:
                            for c in x4['coding']:
                                if 'code' in c:
                                    tokens(new(Token, (p[25], c.get('system', ''), c['code'])))
    if 'name' in r:
        x1 = r['name']
        strings(new(String, (p[21], x1)))
    if 'publisher' in r:
        x1 = r['publisher']
        strings(new(String, (p[22], x1)))
    if 'software' in r:
        x1 = r['software']
        if 'name' in x1:
            x2 = x1['name']
            strings(new(String, (p[26], x2)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[27], 'http://hl7.org/fhir/publication-status', x1)))
    if 'title' in r:
        x1 = r['title']
        strings(new(String, (p[29], x1)))
    if 'url' in r:
        x1 = r['url']
        uris(new(Uri, (p[30], x1)))


def patients(r, v):
    return
