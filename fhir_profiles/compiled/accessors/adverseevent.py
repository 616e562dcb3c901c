from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    dates = []
    references = []
    uris = []
    texts = []
    reference_identifiers = []
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
    if 'actuality' in r:
        x1 = r['actuality']
        tokens.append((p[9], 'http://hl7.org/fhir/adverse-event-actuality', x1))
    if 'category' in r:
        for x1 in r['category']:
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
    if 'date' in r:
        x1 = r['date']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[11], low, high))
    if 'event' in r:
        x1 = r['event']
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
    if 'location' in r:
        x1 = r['location']
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
    if 'recorder' in r:
        x1 = r['recorder']
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
    if 'resultingCondition' in r:
        for x1 in r['resultingCondition']:
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
    if 'seriousness' in r:
        x1 = r['seriousness']
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
    if 'severity' in r:
        x1 = r['severity']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[17], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[17], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[17], ), x1)
    if 'study' in r:
        for x1 in r['study']:
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
    if 'subject' in r:
        x1 = r['subject']
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
    if 'suspectEntity' in r:
        for x1 in r['suspectEntity']:
            if 'instance' in x1:
                x3 = x1['instance']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[20], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[20], x3)
    return new(IndexValues, (tokens, [], dates, references, [], uris, texts, [], reference_identifiers, []))


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
