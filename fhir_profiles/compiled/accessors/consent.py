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
    if 'provision' in r:
        x1 = r['provision']
        if 'action' in x1:
            for x2 in x1['action']:
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
        if 'actor' in x1:
            for x2 in x1['actor']:
                if 'reference' in x2:
                    x4 = x2['reference']
                    u = x4.get('reference', '#')
                    if u[0] != '#':
                        k, _, i = u.partition('/')
                        if k in RESOURCE_TYPES and '/' not in i:
                            u = ''
                        else:
                            k, i, u = split_literal(x4)
                        references.append((p[10], k, i, u))
                    if 'identifier' in x4:
                        link_identifier(reference_identifiers, p[10], x4)
        if 'data' in x1:
            for x2 in x1['data']:
                if 'reference' in x2:
                    x4 = x2['reference']
                    u = x4.get('reference', '#')
                    if u[0] != '#':
                        k, _, i = u.partition('/')
                        if k in RESOURCE_TYPES and '/' not in i:
                            u = ''
                        else:
                            k, i, u = split_literal(x4)
                        references.append((p[13], k, i, u))
                    if 'identifier' in x4:
                        link_identifier(reference_identifiers, p[13], x4)
        if 'period' in x1:
            x2 = x1['period']
            date_period(dates, (p[18], ), x2)
        if 'purpose' in x1:
            for x2 in x1['purpose']:
                s, k = x2.get('system', ''), x2.get('code', '')
                if k:
                    tokens.append((p[19], s, k))
                if 'display' in x2:
                    d = x2['display']
                    texts.append((p[19], s, k, d))
        if 'securityLabel' in x1:
            for x2 in x1['securityLabel']:
                s, k = x2.get('system', ''), x2.get('code', '')
                if k:
                    tokens.append((p[21], s, k))
                if 'display' in x2:
                    d = x2['display']
                    texts.append((p[21], s, k, d))
    if 'category' in r:
        for x1 in r['category']:
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
    if 'performer' in r:
        for x1 in r['performer']:
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
    if 'dateTime' in r:
        x1 = r['dateTime']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[14], low, high))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[15], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[15], ), x1)
    if 'organization' in r:
        for x1 in r['organization']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[16], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[16], x1)
    if 'patient' in r:
        x1 = r['patient']
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
    if 'scope' in r:
        x1 = r['scope']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[20], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[20], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[20], ), x1)
    if 'sourceReference' in r:
        x1 = r['sourceReference']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[22], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[22], x1)
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[23], 'http://hl7.org/fhir/consent-state-codes', x1))
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
