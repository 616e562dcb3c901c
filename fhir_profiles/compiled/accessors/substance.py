from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    dates = []
    references = []
    quantities = []
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
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[9], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[9], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[9], ), x1)
    if 'code' in r:
        x1 = r['code']
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
    if 'ingredient' in r:
        for x1 in r['ingredient']:
            if 'substanceCodeableConcept' in x1:
                x3 = x1['substanceCodeableConcept']
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
            if 'substanceReference' in x1:
                x3 = x1['substanceReference']
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
    if 'instance' in r:
        for x1 in r['instance']:
            if 'identifier' in x1:
                x3 = x1['identifier']
                if 'value' in x3:
                    s, k = x3.get('system', ''), x3['value']
                    tokens.append((p[11], s, k))
                    if 'type' in x3:
                        identifier_type(of_types, (p[11], ), x3)
            if 'expiry' in x1:
                x3 = x1['expiry']
                if x3 is not None:
                    low, high = moment_range(x3)
                    dates.append((p[12], low, high))
            if 'quantity' in x1:
                x3 = x1['quantity']
                n = x3.get('value')
                if n is not None:
                    if 'comparator' in x3:
                        n = new(Bounded, (n, x3['comparator']))
                    s, k = x3.get('system', ''), x3.get('code') or x3.get('unit', '')
                    quantities.append((p[14], n, s, k))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[13], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[13], ), x1)
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[15], 'http://hl7.org/fhir/substance-status', x1))
    return new(IndexValues, (tokens, [], dates, references, quantities, uris, texts, [], reference_identifiers, of_types))


def patients(r):
    found = []
    return found
