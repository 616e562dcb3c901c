from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    strings = []
    dates = []
    references = []
    quantities = []
    uris = []
    texts = []
    composites = []
    of_types = []
    if 'meta' in r:
        x1 = r['meta']
        if 'profile' in x1:
            for x2 in x1['profile']:
                if x2 is None:
                    continue
                uris.append((p[3], x2))
        if 'security' in x1:
            for x2 in x1['security']:
                s, k = x2.get('system', ''), x2.get('code', '')
                if k:
                    tokens.append((p[5], s, k))
                if 'display' in x2:
                    d = x2['display']
                    texts.append((p[5], s, k, d))
        if 'source' in x1:
            x2 = x1['source']
            uris.append((p[6], x2))
        if 'tag' in x1:
            for x2 in x1['tag']:
                s, k = x2.get('system', ''), x2.get('code', '')
                if k:
                    tokens.append((p[7], s, k))
                if 'display' in x2:
                    d = x2['display']
                    texts.append((p[7], s, k, d))
    if 'relatedArtifact' in r:
        for x1 in r['relatedArtifact']:
            if x1.get('type') == 'composed-of':
                if 'resource' in x1:
                    x4 = x1['resource']
                    reference_canonical(references, (p[9], ), x4)
            if x1.get('type') == 'depends-on':
                if 'resource' in x1:
                    x4 = x1['resource']
                    reference_canonical(references, (p[16], ), x4)
            if x1.get('type') == 'derived-from':
                if 'resource' in x1:
                    x4 = x1['resource']
                    reference_canonical(references, (p[17], ), x4)
            if x1.get('type') == 'predecessor':
                if 'resource' in x1:
                    x4 = x1['resource']
                    reference_canonical(references, (p[23], ), x4)
            if x1.get('type') == 'successor':
                if 'resource' in x1:
                    x4 = x1['resource']
                    reference_canonical(references, (p[26], ), x4)
    if 'useContext' in r:
        for x1 in r['useContext']:
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[10], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[10], s, k, d))
                if 'text' in x3:
                    concept_text(texts, (p[10], ), x3)
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                n = x3.get('value')
                if n is not None:
                    if 'comparator' in x3:
                        n = new(Bounded, (n, x3['comparator']))
                    s, k = x3.get('system', ''), x3.get('code') or x3.get('unit', '')
                    quantities.append((p[11], n, s, k))
            if 'valueRange' in x1:
                x3 = x1['valueRange']
                quantity_range(quantities, (p[11], ), x3)
            if 'code' in x1:
                x3 = x1['code']
                s, k = x3.get('system', ''), x3.get('code', '')
                if k:
                    tokens.append((p[12], s, k))
                if 'display' in x3:
                    d = x3['display']
                    texts.append((p[12], s, k, d))
            if 'valueQuantity' in x1:
                y1_0 = x1['valueQuantity']
                n = y1_0.get('value')
                if n is not None:
                    if 'comparator' in y1_0:
                        n = new(Bounded, (n, y1_0['comparator']))
                    s, k = y1_0.get('system', ''), y1_0.get('code') or y1_0.get('unit', '')
                    v10, v11, v12 = n, s, k
                    if 'code' in x1:
                        y0_0 = x1['code']
                        s, k = y0_0.get('system', ''), y0_0.get('code', '')
                        if k:
                            v00, v01 = s, k
                            composites.append((p[13], ((p[12], v00, v01), (p[11], v10, v11, v12))))
            if 'valueRange' in x1:
                y1_0 = x1['valueRange']
                part = []
                quantity_range(part, (p[11], ), y1_0)
                for v in part:
                    t1 = v[1:]
                    if 'code' in x1:
                        y0_0 = x1['code']
                        s, k = y0_0.get('system', ''), y0_0.get('code', '')
                        if k:
                            v00, v01 = s, k
                            composites.append((p[13], ((p[12], v00, v01), (p[11], *t1))))
            if 'valueCodeableConcept' in x1:
                y1_0 = x1['valueCodeableConcept']
                if 'coding' in y1_0:
                    for c in y1_0['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            v10, v11 = s, k
                            if 'code' in x1:
                                y0_0 = x1['code']
                                s, k = y0_0.get('system', ''), y0_0.get('code', '')
                                if k:
                                    v00, v01 = s, k
                                    composites.append((p[14], ((p[12], v00, v01), (p[10], v10, v11))))
    if 'date' in r:
        x1 = r['date']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[15], low, high))
    if 'description' in r:
        x1 = r['description']
        strings.append((p[18], x1))
    if 'effectivePeriod' in r:
        x1 = r['effectivePeriod']
        date_period(dates, (p[19], ), x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[20], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[20], ), x1)
    if 'jurisdiction' in r:
        for x1 in r['jurisdiction']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[21], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[21], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[21], ), x1)
    if 'name' in r:
        x1 = r['name']
        strings.append((p[22], x1))
    if 'publisher' in r:
        x1 = r['publisher']
        strings.append((p[24], x1))
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[25], 'http://hl7.org/fhir/publication-status', x1))
    if 'title' in r:
        x1 = r['title']
        strings.append((p[27], x1))
    if 'topic' in r:
        for x1 in r['topic']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[28], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[28], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[28], ), x1)
    if 'url' in r:
        x1 = r['url']
        uris.append((p[29], x1))
    if 'version' in r:
        x1 = r['version']
        tokens.append((p[30], '', x1))
    return new(IndexValues, (tokens, strings, dates, references, quantities, uris, texts, composites, [], of_types))


def patients(r):
    found = []
    return found
