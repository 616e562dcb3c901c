from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    references = []
    uris = []
    texts = []
    reference_identifiers = []
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
    if 'medicineClassification' in r:
        for x1 in r['medicineClassification']:
            if 'classification' in x1:
                for x3 in x1['classification']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            s, k = c.get('system', ''), c.get('code', '')
                            if k:
                                tokens.append((p[9], s, k))
                            if 'display' in c:
                                d = c['display']
                                texts.append((p[9], s, k, d))
                    if 'text' in x3:
                        concept_text(texts, (p[9], ), x3)
            if 'type' in x1:
                x3 = x1['type']
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
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[11], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[11], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[11], ), x1)
    if 'doseForm' in r:
        x1 = r['doseForm']
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
    if 'ingredient' in r:
        for x1 in r['ingredient']:
            if 'itemReference' in x1:
                x3 = x1['itemReference']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[13], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[13], x3)
            if 'itemCodeableConcept' in x1:
                x3 = x1['itemCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[14], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[14], s, k, d))
                if 'text' in x3:
                    concept_text(texts, (p[14], ), x3)
    if 'manufacturer' in r:
        x1 = r['manufacturer']
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
    if 'monitoringProgram' in r:
        for x1 in r['monitoringProgram']:
            if 'name' in x1:
                x3 = x1['name']
                tokens.append((p[16], '', x3))
            if 'type' in x1:
                x3 = x1['type']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[17], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[17], s, k, d))
                if 'text' in x3:
                    concept_text(texts, (p[17], ), x3)
    if 'monograph' in r:
        for x1 in r['monograph']:
            if 'source' in x1:
                x3 = x1['source']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[18], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[18], x3)
            if 'type' in x1:
                x3 = x1['type']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[19], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[19], s, k, d))
                if 'text' in x3:
                    concept_text(texts, (p[19], ), x3)
    if 'cost' in r:
        for x1 in r['cost']:
            if 'source' in x1:
                x3 = x1['source']
                tokens.append((p[20], '', x3))
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[21], 'http://terminology.hl7.org/CodeSystem/medicationknowledge-status', x1))
    return new(IndexValues, (tokens, [], [], references, [], uris, texts, [], reference_identifiers, []))


def patients(r):
    found = []
    return found
