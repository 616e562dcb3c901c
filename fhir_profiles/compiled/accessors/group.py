from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    references = []
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
    if 'actual' in r:
        x1 = r['actual']
        tokens.append((p[9], '', 'true' if x1 else 'false'))
    if 'characteristic' in r:
        for x1 in r['characteristic']:
            if 'code' in x1:
                x3 = x1['code']
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
            if 'exclude' in x1:
                x3 = x1['exclude']
                tokens.append((p[13], '', 'true' if x3 else 'false'))
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[18], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[18], s, k, d))
                if 'text' in x3:
                    concept_text(texts, (p[18], ), x3)
            if 'valueBoolean' in x1:
                x3 = x1['valueBoolean']
                tokens.append((p[18], '', 'true' if x3 else 'false'))
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
                                            composites.append((p[11], ((p[10], v00, v01), (p[18], v10, v11))))
            if 'valueBoolean' in x1:
                y1_0 = x1['valueBoolean']
                v10, v11 = '', 'true' if y1_0 else 'false'
                if 'code' in x1:
                    y0_0 = x1['code']
                    if 'coding' in y0_0:
                        for c in y0_0['coding']:
                            s, k = c.get('system', ''), c.get('code', '')
                            if k:
                                v00, v01 = s, k
                                composites.append((p[11], ((p[10], v00, v01), (p[18], v10, v11))))
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[12], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[12], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[12], ), x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[14], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[14], ), x1)
    if 'managingEntity' in r:
        x1 = r['managingEntity']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[15], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[15], x1)
    if 'member' in r:
        for x1 in r['member']:
            if 'entity' in x1:
                x3 = x1['entity']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[16], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[16], x3)
    if 'type' in r:
        x1 = r['type']
        tokens.append((p[17], 'http://hl7.org/fhir/group-type', x1))
    return new(IndexValues, (tokens, [], [], references, [], uris, texts, composites, reference_identifiers, of_types))


def patients(r):
    found = []
    if 'member' in r:
        for x1 in r['member']:
            if 'entity' in x1:
                x3 = x1['entity']
                k = x3.get('reference', '')
                if k[:8] == 'Patient/':
                    i, s, v = k[8:].partition('/')
                    if i and (not s or v[:9] == '_history/'):
                        found.append(i)
    return found
