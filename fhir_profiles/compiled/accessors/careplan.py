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
    if 'activity' in r:
        for x1 in r['activity']:
            if 'detail' in x1:
                x3 = x1['detail']
                if 'code' in x3:
                    x4 = x3['code']
                    if 'coding' in x4:
                        for c in x4['coding']:
                            s, k = c.get('system', ''), c.get('code', '')
                            if k:
                                tokens.append((p[9], s, k))
                            if 'display' in c:
                                d = c['display']
                                texts.append((p[9], s, k, d))
                    if 'text' in x4:
                        concept_text(texts, (p[9], ), x4)
                if 'scheduledTiming' in x3:
                    x4 = x3['scheduledTiming']
                    date_timing(dates, (p[10], ), x4)
                if 'scheduledPeriod' in x3:
                    x4 = x3['scheduledPeriod']
                    date_period(dates, (p[10], ), x4)
                if 'performer' in x3:
                    for x4 in x3['performer']:
                        u = x4.get('reference', '#')
                        if u[0] != '#':
                            k, _, i = u.partition('/')
                            if k in RESOURCE_TYPES and '/' not in i:
                                u = ''
                            else:
                                k, i, u = split_literal(x4)
                            references.append((p[25], k, i, u))
                        if 'identifier' in x4:
                            link_identifier(reference_identifiers, p[25], x4)
            if 'reference' in x1:
                x3 = x1['reference']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[11], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[11], x3)
    if 'basedOn' in r:
        for x1 in r['basedOn']:
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
    if 'careTeam' in r:
        for x1 in r['careTeam']:
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
    if 'addresses' in r:
        for x1 in r['addresses']:
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
    if 'period' in r:
        x1 = r['period']
        date_period(dates, (p[16], ), x1)
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
    if 'goal' in r:
        for x1 in r['goal']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[18], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[18], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[19], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[19], ), x1)
    if 'instantiatesCanonical' in r:
        for x1 in r['instantiatesCanonical']:
            reference_canonical(references, (p[20], ), x1)
    if 'instantiatesUri' in r:
        for x1 in r['instantiatesUri']:
            if x1 is None:
                continue
            uris.append((p[21], x1))
    if 'intent' in r:
        x1 = r['intent']
        tokens.append((p[22], 'http://hl7.org/fhir/request-intent', x1))
    if 'partOf' in r:
        for x1 in r['partOf']:
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
    if 'replaces' in r:
        for x1 in r['replaces']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[26], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[26], x1)
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[27], 'http://hl7.org/fhir/request-status', x1))
    return new(IndexValues, (tokens, [], dates, references, [], uris, texts, [], reference_identifiers, of_types))


def patients(r):
    found = []
    if 'subject' in r:
        x1 = r['subject']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            i, s, v = k[8:].partition('/')
            if i and (not s or v[:9] == '_history/'):
                found.append(i)
    if 'activity' in r:
        for x1 in r['activity']:
            if 'detail' in x1:
                x3 = x1['detail']
                if 'performer' in x3:
                    for x4 in x3['performer']:
                        k = x4.get('reference', '')
                        if k[:8] == 'Patient/':
                            i, s, v = k[8:].partition('/')
                            if i and (not s or v[:9] == '_history/'):
                                found.append(i)
    return found
