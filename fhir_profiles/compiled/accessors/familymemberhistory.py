from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    dates = []
    references = []
    uris = []
    texts = []
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
    if 'condition' in r:
        for x1 in r['condition']:
            if 'code' in x1:
                x3 = x1['code']
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
    if 'date' in r:
        x1 = r['date']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[10], low, high))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[11], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[11], ), x1)
    if 'instantiatesCanonical' in r:
        for x1 in r['instantiatesCanonical']:
            reference_canonical(references, (p[12], ), x1)
    if 'instantiatesUri' in r:
        for x1 in r['instantiatesUri']:
            if x1 is None:
                continue
            uris.append((p[13], x1))
    if 'patient' in r:
        x1 = r['patient']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[14], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[14], x1)
    if 'relationship' in r:
        x1 = r['relationship']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[15], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[15], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[15], ), x1)
    if 'sex' in r:
        x1 = r['sex']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[16], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[16], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[16], ), x1)
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[17], 'http://hl7.org/fhir/history-status', x1))
    return new(IndexValues, (tokens, [], dates, references, [], uris, texts, [], reference_identifiers, of_types))


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
