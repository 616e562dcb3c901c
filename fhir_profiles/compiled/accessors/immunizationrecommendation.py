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
    if 'date' in r:
        x1 = r['date']
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
    if 'recommendation' in r:
        for x1 in r['recommendation']:
            if 'supportingPatientInformation' in x1:
                for x3 in x1['supportingPatientInformation']:
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
            if 'forecastStatus' in x1:
                x3 = x1['forecastStatus']
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
            if 'supportingImmunization' in x1:
                for x3 in x1['supportingImmunization']:
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
            if 'targetDisease' in x1:
                x3 = x1['targetDisease']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[15], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[15], s, k, d))
                if 'text' in x3:
                    concept_text(texts, (p[15], ), x3)
            if 'vaccineCode' in x1:
                for x3 in x1['vaccineCode']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            s, k = c.get('system', ''), c.get('code', '')
                            if k:
                                tokens.append((p[16], s, k))
                            if 'display' in c:
                                d = c['display']
                                texts.append((p[16], s, k, d))
                    if 'text' in x3:
                        concept_text(texts, (p[16], ), x3)
    if 'patient' in r:
        x1 = r['patient']
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
