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
    reference_identifiers = []
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
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[9], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[9], x1)
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[10], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[10], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[10], ), x1)
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[11], s, k))
                    tokens.append((p[16], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[11], s, k, d))
                    texts.append((p[16], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[11], p[16], ), x1)
    if 'component' in r:
        for x1 in r['component']:
            if 'code' in x1:
                x3 = x1['code']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[16], s, k))
                            tokens.append((p[22], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[16], s, k, d))
                            texts.append((p[22], s, k, d))
                if 'text' in x3:
                    concept_text(texts, (p[16], p[22], ), x3)
            if 'dataAbsentReason' in x1:
                x3 = x1['dataAbsentReason']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[19], s, k))
                            tokens.append((p[25], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[19], s, k, d))
                            texts.append((p[25], s, k, d))
                if 'text' in x3:
                    concept_text(texts, (p[19], p[25], ), x3)
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[20], s, k))
                            tokens.append((p[26], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[20], s, k, d))
                            texts.append((p[26], s, k, d))
                if 'text' in x3:
                    concept_text(texts, (p[20], p[26], ), x3)
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                n = x3.get('value')
                if n is not None:
                    if 'comparator' in x3:
                        n = new(Bounded, (n, x3['comparator']))
                    s, k = x3.get('system', ''), x3.get('code') or x3.get('unit', '')
                    quantities.append((p[21], n, s, k))
                    quantities.append((p[27], n, s, k))
            if 'valueCodeableConcept' in x1:
                y1_0 = x1['valueCodeableConcept']
                if 'coding' in y1_0:
                    for c in y1_0['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            v10, v11 = s, k
                            if 'code' in x1:
                                y0_0 = x1['code']
                                if 'coding' in y0_0:
                                    for c in y0_0['coding']:
                                        s, k = c.get('system', ''), c.get('code', '')
                                        if k:
                                            v00, v01 = s, k
                                            composites.append((p[17], ((p[16], v00, v01), (p[20], v10, v11))))
                                            composites.append((p[23], ((p[22], v00, v01), (p[26], v10, v11))))
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
                        if 'coding' in y0_0:
                            for c in y0_0['coding']:
                                s, k = c.get('system', ''), c.get('code', '')
                                if k:
                                    v00, v01 = s, k
                                    composites.append((p[18], ((p[16], v00, v01), (p[21], v10, v11, v12))))
                                    composites.append((p[24], ((p[22], v00, v01), (p[27], v10, v11, v12))))
    if 'dataAbsentReason' in r:
        x1 = r['dataAbsentReason']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[19], s, k))
                    tokens.append((p[28], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[19], s, k, d))
                    texts.append((p[28], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[19], p[28], ), x1)
    if 'valueCodeableConcept' in r:
        x1 = r['valueCodeableConcept']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[20], s, k))
                    tokens.append((p[43], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[20], s, k, d))
                    texts.append((p[43], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[20], p[43], ), x1)
        if 'text' in x1:
            x2 = x1['text']
            strings.append((p[46], x2))
    if 'valueQuantity' in r:
        x1 = r['valueQuantity']
        n = x1.get('value')
        if n is not None:
            if 'comparator' in x1:
                n = new(Bounded, (n, x1['comparator']))
            s, k = x1.get('system', ''), x1.get('code') or x1.get('unit', '')
            quantities.append((p[21], n, s, k))
            quantities.append((p[45], n, s, k))
    if 'effectiveDateTime' in r:
        x1 = r['effectiveDateTime']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[29], low, high))
    if 'effectivePeriod' in r:
        x1 = r['effectivePeriod']
        date_period(dates, (p[29], ), x1)
    if 'effectiveTiming' in r:
        x1 = r['effectiveTiming']
        date_timing(dates, (p[29], ), x1)
    if 'effectiveInstant' in r:
        x1 = r['effectiveInstant']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[29], low, high))
    if 'derivedFrom' in r:
        for x1 in r['derivedFrom']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[30], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[30], x1)
    if 'device' in r:
        x1 = r['device']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[31], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[31], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[32], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[32], x1)
    if 'focus' in r:
        for x1 in r['focus']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[33], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[33], x1)
    if 'hasMember' in r:
        for x1 in r['hasMember']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[34], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[34], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[35], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[35], ), x1)
    if 'method' in r:
        x1 = r['method']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[36], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[36], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[36], ), x1)
    if 'partOf' in r:
        for x1 in r['partOf']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[37], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[37], x1)
    if 'subject' in r:
        x1 = r['subject']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            if k == 'Patient':
                references.append((p[38], k, i, u))
            references.append((p[42], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[38], x1, 'Patient')
            link_identifier(reference_identifiers, p[42], x1)
    if 'performer' in r:
        for x1 in r['performer']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[39], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[39], x1)
    if 'specimen' in r:
        x1 = r['specimen']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[40], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[40], x1)
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[41], 'http://hl7.org/fhir/observation-status', x1))
    if 'valueDateTime' in r:
        x1 = r['valueDateTime']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[44], low, high))
    if 'valuePeriod' in r:
        x1 = r['valuePeriod']
        date_period(dates, (p[44], ), x1)
    if 'valueString' in r:
        x1 = r['valueString']
        strings.append((p[46], x1))
    if 'valueCodeableConcept' in r:
        y1_0 = r['valueCodeableConcept']
        if 'coding' in y1_0:
            for c in y1_0['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    v10, v11 = s, k
                    if 'code' in r:
                        y0_0 = r['code']
                        if 'coding' in y0_0:
                            for c in y0_0['coding']:
                                s, k = c.get('system', ''), c.get('code', '')
                                if k:
                                    v00, v01 = s, k
                                    composites.append((p[12], ((p[11], v00, v01), (p[43], v10, v11))))
                                    composites.append((p[17], ((p[16], v00, v01), (p[20], v10, v11))))
    if 'valueDateTime' in r:
        y1_0 = r['valueDateTime']
        if y1_0 is not None:
            low, high = moment_range(y1_0)
            v10, v11 = low, high
            if 'code' in r:
                y0_0 = r['code']
                if 'coding' in y0_0:
                    for c in y0_0['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            v00, v01 = s, k
                            composites.append((p[13], ((p[11], v00, v01), (p[44], v10, v11))))
    if 'valuePeriod' in r:
        y1_0 = r['valuePeriod']
        part = []
        date_period(part, (p[44], ), y1_0)
        for v in part:
            t1 = v[1:]
            if 'code' in r:
                y0_0 = r['code']
                if 'coding' in y0_0:
                    for c in y0_0['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            v00, v01 = s, k
                            composites.append((p[13], ((p[11], v00, v01), (p[44], *t1))))
    if 'valueQuantity' in r:
        y1_0 = r['valueQuantity']
        n = y1_0.get('value')
        if n is not None:
            if 'comparator' in y1_0:
                n = new(Bounded, (n, y1_0['comparator']))
            s, k = y1_0.get('system', ''), y1_0.get('code') or y1_0.get('unit', '')
            v10, v11, v12 = n, s, k
            if 'code' in r:
                y0_0 = r['code']
                if 'coding' in y0_0:
                    for c in y0_0['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            v00, v01 = s, k
                            composites.append((p[14], ((p[11], v00, v01), (p[45], v10, v11, v12))))
                            composites.append((p[18], ((p[16], v00, v01), (p[21], v10, v11, v12))))
    if 'valueString' in r:
        y1_0 = r['valueString']
        v10 = y1_0
        if 'code' in r:
            y0_0 = r['code']
            if 'coding' in y0_0:
                for c in y0_0['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        v00, v01 = s, k
                        composites.append((p[15], ((p[11], v00, v01), (p[46], v10))))
    return new(IndexValues, (tokens, strings, dates, references, quantities, uris, texts, composites, reference_identifiers, of_types))


def patients(r):
    found = []
    if 'performer' in r:
        for x1 in r['performer']:
            k = x1.get('reference', '')
            if k[:8] == 'Patient/':
                i, s, v = k[8:].partition('/')
                if i and (not s or v[:9] == '_history/'):
                    found.append(i)
    if 'subject' in r:
        x1 = r['subject']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            i, s, v = k[8:].partition('/')
            if i and (not s or v[:9] == '_history/'):
                found.append(i)
    return found
