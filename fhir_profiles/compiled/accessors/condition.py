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
    if 'abatementAge' in r:
        x1 = r['abatementAge']
        n = x1.get('value')
        if n is not None:
            if 'comparator' in x1:
                n = new(Bounded, (n, x1['comparator']))
            s, k = x1.get('system', ''), x1.get('code') or x1.get('unit', '')
            quantities.append((p[9], n, s, k))
    if 'abatementRange' in r:
        x1 = r['abatementRange']
        quantity_range(quantities, (p[9], ), x1)
    if 'abatementDateTime' in r:
        x1 = r['abatementDateTime']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[10], low, high))
    if 'abatementPeriod' in r:
        x1 = r['abatementPeriod']
        date_period(dates, (p[10], ), x1)
    if 'abatementString' in r:
        x1 = r['abatementString']
        strings.append((p[11], x1))
    if 'asserter' in r:
        x1 = r['asserter']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[12], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[12], x1)
    if 'bodySite' in r:
        for x1 in r['bodySite']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[13], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[13], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[13], ), x1)
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[14], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[14], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[14], ), x1)
    if 'clinicalStatus' in r:
        x1 = r['clinicalStatus']
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
    if 'code' in r:
        x1 = r['code']
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
    if 'encounter' in r:
        x1 = r['encounter']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[17], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[17], x1)
    if 'evidence' in r:
        for x1 in r['evidence']:
            if 'code' in x1:
                for x3 in x1['code']:
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
            if 'detail' in x1:
                for x3 in x1['detail']:
                    u = x3.get('reference', '#')
                    if u[0] != '#':
                        k, _, i = u.partition('/')
                        if k in RESOURCE_TYPES and '/' not in i:
                            u = ''
                        else:
                            k, i, u = split_literal(x3)
                        references.append((p[19], k, i, u))
                    if 'identifier' in x3:
                        link_identifier(reference_identifiers, p[19], x3)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[20], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[20], ), x1)
    if 'onsetAge' in r:
        x1 = r['onsetAge']
        n = x1.get('value')
        if n is not None:
            if 'comparator' in x1:
                n = new(Bounded, (n, x1['comparator']))
            s, k = x1.get('system', ''), x1.get('code') or x1.get('unit', '')
            quantities.append((p[21], n, s, k))
    if 'onsetRange' in r:
        x1 = r['onsetRange']
        quantity_range(quantities, (p[21], ), x1)
    if 'onsetDateTime' in r:
        x1 = r['onsetDateTime']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[22], low, high))
    if 'onsetPeriod' in r:
        x1 = r['onsetPeriod']
        date_period(dates, (p[22], ), x1)
    if 'onsetString' in r:
        x1 = r['onsetString']
        strings.append((p[23], x1))
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
                references.append((p[24], k, i, u))
            references.append((p[28], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[24], x1, 'Patient')
            link_identifier(reference_identifiers, p[28], x1)
    if 'recordedDate' in r:
        x1 = r['recordedDate']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[25], low, high))
    if 'severity' in r:
        x1 = r['severity']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[26], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[26], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[26], ), x1)
    if 'stage' in r:
        for x1 in r['stage']:
            if 'summary' in x1:
                x3 = x1['summary']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[27], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[27], s, k, d))
                if 'text' in x3:
                    concept_text(texts, (p[27], ), x3)
    if 'verificationStatus' in r:
        x1 = r['verificationStatus']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[29], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[29], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[29], ), x1)
    return new(IndexValues, (tokens, strings, dates, references, quantities, uris, texts, [], reference_identifiers, of_types))


def patients(r):
    found = []
    if 'asserter' in r:
        x1 = r['asserter']
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
