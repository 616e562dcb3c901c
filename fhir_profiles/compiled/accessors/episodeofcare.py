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
    if 'careManager' in r:
        x1 = r['careManager']
        u = x1.get('reference', '#')
        if u[0] != '#':
            k, _, i = u.partition('/')
            if k in RESOURCE_TYPES and '/' not in i:
                u = ''
            else:
                k, i, u = split_literal(x1)
            if k == 'Practitioner':
                references.append((p[9], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[9], x1, 'Practitioner')
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
                    references.append((p[10], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[10], x3)
    if 'period' in r:
        x1 = r['period']
        date_period(dates, (p[11], ), x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[12], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[12], ), x1)
    if 'referralRequest' in r:
        for x1 in r['referralRequest']:
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
    if 'managingOrganization' in r:
        x1 = r['managingOrganization']
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
    if 'patient' in r:
        x1 = r['patient']
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
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[16], 'http://hl7.org/fhir/episode-of-care-status', x1))
    if 'type' in r:
        for x1 in r['type']:
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
