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
    if 'attester' in r:
        for x1 in r['attester']:
            if 'party' in x1:
                x3 = x1['party']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[9], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[9], x3)
    if 'author' in r:
        for x1 in r['author']:
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
    if 'confidentiality' in r:
        x1 = r['confidentiality']
        tokens.append((p[12], 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', x1))
    if 'event' in r:
        for x1 in r['event']:
            if 'code' in x1:
                for x3 in x1['code']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            s, k = c.get('system', ''), c.get('code', '')
                            if k:
                                tokens.append((p[13], s, k))
                            if 'display' in c:
                                d = c['display']
                                texts.append((p[13], s, k, d))
                    if 'text' in x3:
                        concept_text(texts, (p[13], ), x3)
            if 'period' in x1:
                x3 = x1['period']
                date_period(dates, (p[19], ), x3)
    if 'date' in r:
        x1 = r['date']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[14], low, high))
    if 'encounter' in r:
        x1 = r['encounter']
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
    if 'section' in r:
        for x1 in r['section']:
            if 'entry' in x1:
                for x3 in x1['entry']:
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
            if 'code' in x1:
                x3 = x1['code']
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
    if 'identifier' in r:
        x1 = r['identifier']
        if 'value' in x1:
            s, k = x1.get('system', ''), x1['value']
            tokens.append((p[17], s, k))
            if 'type' in x1:
                identifier_type(of_types, (p[17], ), x1)
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
                references.append((p[18], k, i, u))
            references.append((p[24], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[18], x1, 'Patient')
            link_identifier(reference_identifiers, p[24], x1)
    if 'relatesTo' in r:
        for x1 in r['relatesTo']:
            if 'targetIdentifier' in x1:
                x3 = x1['targetIdentifier']
                if 'value' in x3:
                    s, k = x3.get('system', ''), x3['value']
                    tokens.append((p[20], s, k))
                    if 'type' in x3:
                        identifier_type(of_types, (p[20], ), x3)
            if 'targetReference' in x1:
                x3 = x1['targetReference']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[21], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[21], x3)
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[23], 'http://hl7.org/fhir/composition-status', x1))
    if 'title' in r:
        x1 = r['title']
        strings.append((p[25], x1))
    if 'type' in r:
        x1 = r['type']
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
    return new(IndexValues, (tokens, strings, dates, references, [], uris, texts, [], reference_identifiers, of_types))


def patients(r):
    found = []
    if 'attester' in r:
        for x1 in r['attester']:
            if 'party' in x1:
                x3 = x1['party']
                k = x3.get('reference', '')
                if k[:8] == 'Patient/':
                    i, s, v = k[8:].partition('/')
                    if i and (not s or v[:9] == '_history/'):
                        found.append(i)
    if 'author' in r:
        for x1 in r['author']:
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
