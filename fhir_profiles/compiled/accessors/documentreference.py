from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens = []
    strings = []
    dates = []
    references = []
    uris = []
    texts = []
    composites = []
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
    if 'authenticator' in r:
        x1 = r['authenticator']
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
    if 'content' in r:
        for x1 in r['content']:
            if 'attachment' in x1:
                x3 = x1['attachment']
                if 'contentType' in x3:
                    x4 = x3['contentType']
                    tokens.append((p[12], '', x4))
                if 'language' in x3:
                    x4 = x3['language']
                    tokens.append((p[21], '', x4))
                if 'url' in x3:
                    x4 = x3['url']
                    uris.append((p[22], x4))
            if 'format' in x1:
                x3 = x1['format']
                s, k = x3.get('system', ''), x3.get('code', '')
                if k:
                    tokens.append((p[19], s, k))
                if 'display' in x3:
                    d = x3['display']
                    texts.append((p[19], s, k, d))
    if 'custodian' in r:
        x1 = r['custodian']
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
    if 'date' in r:
        x1 = r['date']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[14], low, high))
    if 'description' in r:
        x1 = r['description']
        strings.append((p[15], x1))
    if 'context' in r:
        x1 = r['context']
        if 'encounter' in x1:
            for x2 in x1['encounter']:
                u = x2.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x2)
                    references.append((p[16], k, i, u))
                if 'identifier' in x2:
                    link_identifier(reference_identifiers, p[16], x2)
        if 'event' in x1:
            for x2 in x1['event']:
                if 'coding' in x2:
                    for c in x2['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[17], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[17], s, k, d))
                if 'text' in x2:
                    concept_text(texts, (p[17], ), x2)
        if 'facilityType' in x1:
            x2 = x1['facilityType']
            if 'coding' in x2:
                for c in x2['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[18], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[18], s, k, d))
            if 'text' in x2:
                concept_text(texts, (p[18], ), x2)
        if 'period' in x1:
            x2 = x1['period']
            date_period(dates, (p[24], ), x2)
        if 'related' in x1:
            for x2 in x1['related']:
                u = x2.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x2)
                    references.append((p[25], k, i, u))
                if 'identifier' in x2:
                    link_identifier(reference_identifiers, p[25], x2)
        if 'practiceSetting' in x1:
            x2 = x1['practiceSetting']
            if 'coding' in x2:
                for c in x2['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[30], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[30], s, k, d))
            if 'text' in x2:
                concept_text(texts, (p[30], ), x2)
    if 'masterIdentifier' in r:
        x1 = r['masterIdentifier']
        if 'value' in x1:
            s, k = x1.get('system', ''), x1['value']
            tokens.append((p[20], s, k))
            if 'type' in x1:
                identifier_type(of_types, (p[20], ), x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[20], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[20], ), x1)
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
            references.append((p[32], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[23], x1, 'Patient')
            link_identifier(reference_identifiers, p[32], x1)
    if 'relatesTo' in r:
        for x1 in r['relatesTo']:
            if 'target' in x1:
                x3 = x1['target']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[26], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[26], x3)
            if 'code' in x1:
                x3 = x1['code']
                tokens.append((p[27], 'http://hl7.org/fhir/document-relationship-type', x3))
            if 'target' in x1:
                y1_0 = x1['target']
                u = y1_0.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(y1_0)
                    v10, v11, v12 = k, i, u
                    if 'code' in x1:
                        y0_0 = x1['code']
                        v00, v01 = 'http://hl7.org/fhir/document-relationship-type', y0_0
                        composites.append((p[28], ((p[27], v00, v01), (p[26], v10, v11, v12))))
    if 'securityLabel' in r:
        for x1 in r['securityLabel']:
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
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[31], 'http://hl7.org/fhir/document-reference-status', x1))
    if 'type' in r:
        x1 = r['type']
        if 'coding' in x1:
            for c in x1['coding']:
                s, k = c.get('system', ''), c.get('code', '')
                if k:
                    tokens.append((p[33], s, k))
                if 'display' in c:
                    d = c['display']
                    texts.append((p[33], s, k, d))
        if 'text' in x1:
            concept_text(texts, (p[33], ), x1)
    return new(IndexValues, (tokens, strings, dates, references, [], uris, texts, composites, reference_identifiers, of_types))


def patients(r):
    found = []
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
