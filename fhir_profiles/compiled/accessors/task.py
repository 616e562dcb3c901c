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
    if 'authoredOn' in r:
        x1 = r['authoredOn']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[9], low, high))
    if 'basedOn' in r:
        for x1 in r['basedOn']:
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
    if 'businessStatus' in r:
        x1 = r['businessStatus']
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
    if 'code' in r:
        x1 = r['code']
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
    if 'encounter' in r:
        x1 = r['encounter']
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
    if 'focus' in r:
        x1 = r['focus']
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
    if 'groupIdentifier' in r:
        x1 = r['groupIdentifier']
        if 'value' in x1:
            s, k = x1.get('system', ''), x1['value']
            tokens.append((p[15], s, k))
            if 'type' in x1:
                identifier_type(of_types, (p[15], ), x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[16], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[16], ), x1)
    if 'intent' in r:
        x1 = r['intent']
        tokens.append((p[17], '', x1))
    if 'lastModified' in r:
        x1 = r['lastModified']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[18], low, high))
    if 'owner' in r:
        x1 = r['owner']
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
    if 'partOf' in r:
        for x1 in r['partOf']:
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
    if 'for' in r:
        x1 = r['for']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            if k == 'Patient':
                references.append((p[21], k, i, u))
            references.append((p[27], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[21], x1, 'Patient')
            link_identifier(reference_identifiers, p[27], x1)
    if 'performerType' in r:
        for x1 in r['performerType']:
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
    if 'executionPeriod' in r:
        x1 = r['executionPeriod']
        date_period(dates, (p[23], ), x1)
    if 'priority' in r:
        x1 = r['priority']
        tokens.append((p[24], 'http://hl7.org/fhir/request-priority', x1))
    if 'requester' in r:
        x1 = r['requester']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            references.append((p[25], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[25], x1)
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[26], 'http://hl7.org/fhir/task-status', x1))
    return new(IndexValues, (tokens, [], dates, references, [], uris, texts, [], reference_identifiers, of_types))


def patients(r):
    found = []
    if 'focus' in r:
        x1 = r['focus']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            i, s, v = k[8:].partition('/')
            if i and (not s or v[:9] == '_history/'):
                found.append(i)
    if 'for' in r:
        x1 = r['for']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            i, s, v = k[8:].partition('/')
            if i and (not s or v[:9] == '_history/'):
                found.append(i)
    return found
