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
    if 'appointment' in r:
        for x1 in r['appointment']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[10], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[10], x1)
    if 'basedOn' in r:
        for x1 in r['basedOn']:
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
    if 'class' in r:
        x1 = r['class']
        s, k = x1.get('system', ''), x1.get('code', '')
        if k:
            tokens.append((p[12], s, k))
        if 'display' in x1:
            d = x1['display']
            texts.append((p[12], s, k, d))
    if 'period' in r:
        x1 = r['period']
        date_period(dates, (p[13], ), x1)
    if 'diagnosis' in r:
        for x1 in r['diagnosis']:
            if 'condition' in x1:
                x3 = x1['condition']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[14], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[14], x3)
    if 'episodeOfCare' in r:
        for x1 in r['episodeOfCare']:
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
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[16], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[16], ), x1)
    if 'length' in r:
        x1 = r['length']
        n = x1.get('value')
        if n is not None:
            if 'comparator' in x1:
                n = new(Bounded, (n, x1['comparator']))
            s, k = x1.get('system', ''), x1.get('code') or x1.get('unit', '')
            quantities.append((p[17], n, s, k))
    if 'location' in r:
        for x1 in r['location']:
            if 'location' in x1:
                x3 = x1['location']
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
            if 'period' in x1:
                x3 = x1['period']
                date_period(dates, (p[19], ), x3)
    if 'partOf' in r:
        x1 = r['partOf']
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
    if 'participant' in r:
        for x1 in r['participant']:
            if 'individual' in x1:
                x3 = x1['individual']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[21], k, i, u))
                    if k == 'Practitioner':
                        references.append((p[24], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[21], x3)
                    link_identifier(reference_identifiers, p[24], x3, 'Practitioner')
            if 'type' in x1:
                for x3 in x1['type']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            s, k = c.get('system', ''), c.get('code', '')
                            if k:
                                tokens.append((p[22], s, k))
                            if 'display' in c:
                                d = c['display']
                                texts.append((p[22], s, k, d))
                    if 'text' in x3:
                        concept_text(texts, (p[22], ), x3)
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
                references.append((p[23], k, i, u))
            references.append((p[30], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[23], x1, 'Patient')
            link_identifier(reference_identifiers, p[30], x1)
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[25], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[25], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[25], ), x1)
    if 'reasonReference' in r:
        for x1 in r['reasonReference']:
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
    if 'serviceProvider' in r:
        x1 = r['serviceProvider']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[27], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[27], x1)
    if 'hospitalization' in r:
        x1 = r['hospitalization']
        if 'specialArrangement' in x1:
            for x2 in x1['specialArrangement']:
                if 'coding' in x2:
                    for c in x2['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[28], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[28], s, k, d))
                if 'text' in x2:
                    concept_text(texts, (p[28], ), x2)
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[29], 'http://hl7.org/fhir/encounter-status', x1))
    if 'type' in r:
        for x1 in r['type']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[31], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[31], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[31], ), x1)
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
