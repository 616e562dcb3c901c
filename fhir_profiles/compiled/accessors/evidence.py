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
    if 'relatedArtifact' in r:
        for x1 in r['relatedArtifact']:
            if x1.get('type') == 'composed-of':
                if 'resource' in x1:
                    x4 = x1['resource']
                    v.reference_canonical(p[9], x4)
            if x1.get('type') == 'depends-on':
                if 'resource' in x1:
                    x4 = x1['resource']
                    v.reference_canonical(p[16], x4)
            if x1.get('type') == 'derived-from':
                if 'resource' in x1:
                    x4 = x1['resource']
                    v.reference_canonical(p[17], x4)
            if x1.get('type') == 'predecessor':
                if 'resource' in x1:
                    x4 = x1['resource']
                    v.reference_canonical(p[23], x4)
            if x1.get('type') == 'successor':
                if 'resource' in x1:
                    x4 = x1['resource']
                    v.reference_canonical(p[26], x4)
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
        strings(new(String, (p[18], x1)))
    if 'effectivePeriod' in r:
        x1 = r['effectivePeriod']
        v.date_period(p[19], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[20], x1.get('system', ''), x1['value'])))
    if 'jurisdiction' in r:
        for x1 in r['jurisdiction']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[21], c.get('system', ''), c['code'])))
    if 'name' in r:
        x1 = r['name']
        strings(new(String, (p[22], x1)))
    if 'publisher' in r:
        x1 = r['publisher']
        strings(new(String, (p[24], x1)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[25], 'http://hl7.org/fhir/publication-status', x1)))
    if 'title' in r:
        x1 = r['title']
        strings(new(String, (p[27], x1)))
    if 'topic' in r:
        for x1 in r['topic']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[28], c.get('system', ''), c['code'])))
    if 'url' in r:
        x1 = r['url']
        uris(new(Uri, (p[29], x1)))
    if 'version' in r:
        x1 = r['version']
        tokens(new(Token, (p[30], '', x1)))


def patients(r, v):
    return
