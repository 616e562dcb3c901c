from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
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
    if 'referenceSeq' in r:
        x1 = r['referenceSeq']
        if 'chromosome' in x1:
            x2 = x1['chromosome']
            if 'coding' in x2:
                for c in x2['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[9], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[9], s, k, d))
            if 'text' in x2:
                concept_text(texts, (p[9], ), x2)
        if 'referenceSeqId' in x1:
            x2 = x1['referenceSeqId']
            if 'coding' in x2:
                for c in x2['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[14], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[14], s, k, d))
            if 'text' in x2:
                concept_text(texts, (p[14], ), x2)
        if 'windowEnd' in x1:
            x2 = x1['windowEnd']
            if x2 is not None:
                quantities.append((p[20], x2, '', ''))
        if 'windowStart' in x1:
            x2 = x1['windowStart']
            if x2 is not None:
                quantities.append((p[21], x2, '', ''))
        if 'windowEnd' in x1:
            y2_0 = x1['windowEnd']
            if y2_0 is not None:
                v20, v21, v22 = y2_0, '', ''
                if 'windowStart' in x1:
                    y1_0 = x1['windowStart']
                    if y1_0 is not None:
                        v10, v11, v12 = y1_0, '', ''
                        if 'chromosome' in x1:
                            y0_0 = x1['chromosome']
                            if 'coding' in y0_0:
                                for c in y0_0['coding']:
                                    s, k = c.get('system', ''), c.get('code', '')
                                    if k:
                                        v00, v01 = s, k
                                        composites.append((p[11], ((p[9], v00, v01), (p[21], v10, v11, v12), (p[20], v20, v21, v22))))
        if 'windowEnd' in x1:
            y2_0 = x1['windowEnd']
            if y2_0 is not None:
                v20, v21, v22 = y2_0, '', ''
                if 'windowStart' in x1:
                    y1_0 = x1['windowStart']
                    if y1_0 is not None:
                        v10, v11, v12 = y1_0, '', ''
                        if 'referenceSeqId' in x1:
                            y0_0 = x1['referenceSeqId']
                            if 'coding' in y0_0:
                                for c in y0_0['coding']:
                                    s, k = c.get('system', ''), c.get('code', '')
                                    if k:
                                        v00, v01 = s, k
                                        composites.append((p[16], ((p[14], v00, v01), (p[21], v10, v11, v12), (p[20], v20, v21, v22))))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[12], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[12], ), x1)
    if 'patient' in r:
        x1 = r['patient']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[13], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[13], x1)
    if 'type' in r:
        x1 = r['type']
        tokens.append((p[17], 'http://hl7.org/fhir/sequence-type', x1))
    if 'variant' in r:
        for x1 in r['variant']:
            if 'end' in x1:
                x3 = x1['end']
                if x3 is not None:
                    quantities.append((p[18], x3, '', ''))
            if 'start' in x1:
                x3 = x1['start']
                if x3 is not None:
                    quantities.append((p[19], x3, '', ''))
    return new(IndexValues, (tokens, [], [], references, quantities, uris, texts, composites, reference_identifiers, of_types))


def patients(r):
    found = []
    if 'patient' in r:
        x1 = r['patient']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            i, s, v = k[8:].partition('/')
            if i and (not s or v[:9] == '_history/'):
                found.append(i)
    return found
