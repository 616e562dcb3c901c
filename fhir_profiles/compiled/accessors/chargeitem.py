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
    if 'account' in r:
        for x1 in r['account']:
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
    if 'context' in r:
        x1 = r['context']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[11], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[11], x1)
    if 'enteredDate' in r:
        x1 = r['enteredDate']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[12], low, high))
    if 'enterer' in r:
        x1 = r['enterer']
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
    if 'factorOverride' in r:
        x1 = r['factorOverride']
        if x1 is not None:
            quantities.append((p[14], x1, '', ''))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[15], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[15], ), x1)
    if 'occurrenceDateTime' in r:
        x1 = r['occurrenceDateTime']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[16], low, high))
    if 'occurrencePeriod' in r:
        x1 = r['occurrencePeriod']
        date_period(dates, (p[16], ), x1)
    if 'occurrenceTiming' in r:
        x1 = r['occurrenceTiming']
        date_timing(dates, (p[16], ), x1)
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
                references.append((p[17], k, i, u))
            references.append((p[25], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[17], x1, 'Patient')
            link_identifier(reference_identifiers, p[25], x1)
    if 'performer' in r:
        for x1 in r['performer']:
            if 'actor' in x1:
                x3 = x1['actor']
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
            if 'function' in x1:
                x3 = x1['function']
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
    if 'performingOrganization' in r:
        x1 = r['performingOrganization']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[20], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[20], x1)
    if 'priceOverride' in r:
        x1 = r['priceOverride']
        quantity_money(quantities, (p[21], ), x1)
    if 'quantity' in r:
        x1 = r['quantity']
        n = x1.get('value')
        if n is not None:
            if 'comparator' in x1:
                n = new(Bounded, (n, x1['comparator']))
            s, k = x1.get('system', ''), x1.get('code') or x1.get('unit', '')
            quantities.append((p[22], n, s, k))
    if 'requestingOrganization' in r:
        x1 = r['requestingOrganization']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[23], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[23], x1)
    if 'service' in r:
        for x1 in r['service']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[24], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[24], x1)
    return new(IndexValues, (tokens, [], dates, references, quantities, uris, texts, [], reference_identifiers, of_types))


def patients(r):
    found = []
    if 'subject' in r:
        x1 = r['subject']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            i, s, v = k[8:].partition('/')
            if i and (not s or v[:9] == '_history/'):
                found.append(i)
    return found
