from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    strings = []
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
    if 'occurrenceDateTime' in r:
        x1 = r['occurrenceDateTime']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[9], low, high))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[10], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[10], ), x1)
    if 'location' in r:
        x1 = r['location']
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
    if 'lotNumber' in r:
        x1 = r['lotNumber']
        strings.append((p[12], x1))
    if 'manufacturer' in r:
        x1 = r['manufacturer']
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
                    references.append((p[15], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[15], x3)
    if 'reaction' in r:
        for x1 in r['reaction']:
            if 'detail' in x1:
                x3 = x1['detail']
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
            if 'date' in x1:
                x3 = x1['date']
                if x3 is not None:
                    low, high = moment_range(x3)
                    dates.append((p[17], low, high))
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[18], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[18], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[18], ), x1)
    if 'reasonReference' in r:
        for x1 in r['reasonReference']:
            u = x1.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x1)
                references.append((p[19], k, i, u))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[19], x1)
    if 'protocolApplied' in r:
        for x1 in r['protocolApplied']:
            if 'series' in x1:
                x3 = x1['series']
                strings.append((p[20], x3))
            if 'targetDisease' in x1:
                for x3 in x1['targetDisease']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            s, k = c.get('system', ''), c.get('code', '')
                            if k:
                                tokens.append((p[23], s, k))
                            if 'display' in c:
                                d = c['display']
                                texts.append((p[23], s, k, d))
                    if 'text' in x3:
                        concept_text(texts, (p[23], ), x3)
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[21], 'http://hl7.org/fhir/event-status', x1))
    if 'statusReason' in r:
        x1 = r['statusReason']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[22], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[22], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[22], ), x1)
    if 'vaccineCode' in r:
        x1 = r['vaccineCode']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[24], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[24], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[24], ), x1)
    return new(IndexValues, (tokens, strings, dates, references, [], uris, texts, [], reference_identifiers, of_types))


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
