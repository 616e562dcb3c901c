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
    if 'action' in r:
        x1 = r['action']
        tokens.append((p[9], 'http://hl7.org/fhir/audit-event-action', x1))
    if 'agent' in r:
        for x1 in r['agent']:
            if 'network' in x1:
                x3 = x1['network']
                if 'address' in x3:
                    x4 = x3['address']
                    strings.append((p[10], x4))
            if 'who' in x1:
                x3 = x1['who']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[11], k, i, u))
                    if k == 'Patient':
                        references.append((p[21], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[11], x3)
                    link_identifier(reference_identifiers, p[21], x3, 'Patient')
            if 'name' in x1:
                x3 = x1['name']
                strings.append((p[12], x3))
            if 'role' in x1:
                for x3 in x1['role']:
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
            if 'altId' in x1:
                x3 = x1['altId']
                tokens.append((p[14], '', x3))
            if 'policy' in x1:
                for x3 in x1['policy']:
                    if x3 is None:
                        continue
                    uris.append((p[22], x3))
    if 'recorded' in r:
        x1 = r['recorded']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[15], low, high))
    if 'entity' in r:
        for x1 in r['entity']:
            if 'what' in x1:
                x3 = x1['what']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[16], k, i, u))
                    if k == 'Patient':
                        references.append((p[21], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[16], x3)
                    link_identifier(reference_identifiers, p[21], x3, 'Patient')
            if 'name' in x1:
                x3 = x1['name']
                strings.append((p[17], x3))
            if 'role' in x1:
                x3 = x1['role']
                s, k = x3.get('system', ''), x3.get('code', '')
                if k:
                    tokens.append((p[18], s, k))
                if 'display' in x3:
                    d = x3['display']
                    texts.append((p[18], s, k, d))
            if 'type' in x1:
                x3 = x1['type']
                s, k = x3.get('system', ''), x3.get('code', '')
                if k:
                    tokens.append((p[19], s, k))
                if 'display' in x3:
                    d = x3['display']
                    texts.append((p[19], s, k, d))
    if 'outcome' in r:
        x1 = r['outcome']
        tokens.append((p[20], 'http://hl7.org/fhir/audit-event-outcome', x1))
    if 'source' in r:
        x1 = r['source']
        if 'site' in x1:
            x2 = x1['site']
            tokens.append((p[23], '', x2))
        if 'observer' in x1:
            x2 = x1['observer']
            u = x2.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x2)
                references.append((p[24], k, i, u))
            if 'identifier' in x2:
                link_identifier(reference_identifiers, p[24], x2)
    if 'subtype' in r:
        for x1 in r['subtype']:
            s, k = x1.get('system', ''), x1.get('code', '')
            if k:
                tokens.append((p[25], s, k))
            if 'display' in x1:
                d = x1['display']
                texts.append((p[25], s, k, d))
    if 'type' in r:
        x1 = r['type']
        s, k = x1.get('system', ''), x1.get('code', '')
        if k:
            tokens.append((p[26], s, k))
        if 'display' in x1:
            d = x1['display']
            texts.append((p[26], s, k, d))
    return new(IndexValues, (tokens, strings, dates, references, [], uris, texts, [], reference_identifiers, []))


def patients(r):
    found = []
    if 'agent' in r:
        for x1 in r['agent']:
            if 'who' in x1:
                x3 = x1['who']
                k = x3.get('reference', '')
                if k[:8] == 'Patient/':
                    i, s, v = k[8:].partition('/')
                    if i and (not s or v[:9] == '_history/'):
                        found.append(i)
    if 'entity' in r:
        for x1 in r['entity']:
            if 'what' in x1:
                x3 = x1['what']
                k = x3.get('reference', '')
                if k[:8] == 'Patient/':
                    i, s, v = k[8:].partition('/')
                    if i and (not s or v[:9] == '_history/'):
                        found.append(i)
    return found
