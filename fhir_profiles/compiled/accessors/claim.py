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
    if 'careTeam' in r:
        for x1 in r['careTeam']:
            if 'provider' in x1:
                x3 = x1['provider']
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
    if 'created' in r:
        x1 = r['created']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[10], low, high))
    if 'item' in r:
        for x1 in r['item']:
            if 'detail' in x1:
                for x3 in x1['detail']:
                    if 'udi' in x3:
                        for x5 in x3['udi']:
                            u = x5.get('reference', '#')
                            if u[0] != '#':
                                k, _, i = u.partition('/')
                                if k in RESOURCE_TYPES and '/' not in i:
                                    u = ''
                                else:
                                    k, i, u = split_literal(x5)
                                references.append((p[11], k, i, u))
                            if 'identifier' in x5:
                                link_identifier(reference_identifiers, p[11], x5)
                    if 'subDetail' in x3:
                        for x5 in x3['subDetail']:
                            if 'udi' in x5:
                                for x7 in x5['udi']:
                                    u = x7.get('reference', '#')
                                    if u[0] != '#':
                                        k, _, i = u.partition('/')
                                        if k in RESOURCE_TYPES and '/' not in i:
                                            u = ''
                                        else:
                                            k, i, u = split_literal(x7)
                                        references.append((p[24], k, i, u))
                                    if 'identifier' in x7:
                                        link_identifier(reference_identifiers, p[24], x7)
            if 'encounter' in x1:
                for x3 in x1['encounter']:
                    u = x3.get('reference', '#')
                    if u[0] != '#':
                        k, _, i = u.partition('/')
                        if k in RESOURCE_TYPES and '/' not in i:
                            u = ''
                        else:
                            k, i, u = split_literal(x3)
                        references.append((p[12], k, i, u))
                    if 'identifier' in x3:
                        link_identifier(reference_identifiers, p[12], x3)
            if 'udi' in x1:
                for x3 in x1['udi']:
                    u = x3.get('reference', '#')
                    if u[0] != '#':
                        k, _, i = u.partition('/')
                        if k in RESOURCE_TYPES and '/' not in i:
                            u = ''
                        else:
                            k, i, u = split_literal(x3)
                        references.append((p[17], k, i, u))
                    if 'identifier' in x3:
                        link_identifier(reference_identifiers, p[17], x3)
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
    if 'facility' in r:
        x1 = r['facility']
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
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[15], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[15], ), x1)
    if 'insurer' in r:
        x1 = r['insurer']
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
            references.append((p[18], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[18], x1)
    if 'payee' in r:
        x1 = r['payee']
        if 'party' in x1:
            x2 = x1['party']
            u = x2.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x2)
                references.append((p[19], k, i, u))
            if 'identifier' in x2:
                link_identifier(reference_identifiers, p[19], x2)
    if 'priority' in r:
        x1 = r['priority']
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
    if 'procedure' in r:
        for x1 in r['procedure']:
            if 'udi' in x1:
                for x3 in x1['udi']:
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
    if 'provider' in r:
        x1 = r['provider']
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
        tokens.append((p[23], 'http://hl7.org/fhir/fm-status', x1))
    if 'use' in r:
        x1 = r['use']
        tokens.append((p[25], 'http://hl7.org/fhir/claim-use', x1))
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
    if 'payee' in r:
        x1 = r['payee']
        if 'party' in x1:
            x2 = x1['party']
            k = x2.get('reference', '')
            if k[:8] == 'Patient/':
                i, s, v = k[8:].partition('/')
                if i and (not s or v[:9] == '_history/'):
                    found.append(i)
    return found
