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
    if 'participant' in r:
        for x1 in r['participant']:
            if 'actor' in x1:
                x3 = x1['actor']
                u = x3.get('reference', '#')
                if u[0] != '#':
                    k, _, i = u.partition('/')
                    if k in RESOURCE_TYPES and '/' not in i:
                        u = ''
                    else:
                        k, i, u = split_literal(x3)
                    references.append((p[9], k, i, u))
                    if k == 'Location':
                        references.append((p[14], k, i, u))
                    if k == 'Patient':
                        references.append((p[16], k, i, u))
                    if k == 'Practitioner':
                        references.append((p[17], k, i, u))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[9], x3)
                    link_identifier(reference_identifiers, p[14], x3, 'Location')
                    link_identifier(reference_identifiers, p[16], x3, 'Patient')
                    link_identifier(reference_identifiers, p[17], x3, 'Practitioner')
            if 'status' in x1:
                x3 = x1['status']
                tokens.append((p[15], 'http://hl7.org/fhir/participationstatus', x3))
    if 'appointmentType' in r:
        x1 = r['appointmentType']
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
    if 'start' in r:
        x1 = r['start']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[12], low, high))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[13], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[13], ), x1)
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
    if 'serviceCategory' in r:
        for x1 in r['serviceCategory']:
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
    if 'serviceType' in r:
        for x1 in r['serviceType']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[21], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[21], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[21], ), x1)
    if 'slot' in r:
        for x1 in r['slot']:
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
    if 'specialty' in r:
        for x1 in r['specialty']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s, k = c.get('system', ''), c.get('code', '')
                    if k:
                        tokens.append((p[23], s, k))
                    if 'display' in c:
                        d = c['display']
                        texts.append((p[23], s, k, d))
            if 'text' in x1:
                concept_text(texts, (p[23], ), x1)
    if 'status' in r:
        x1 = r['status']
        tokens.append((p[24], 'http://hl7.org/fhir/appointmentstatus', x1))
    if 'supportingInformation' in r:
        for x1 in r['supportingInformation']:
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
    return new(IndexValues, (tokens, [], dates, references, [], uris, texts, [], reference_identifiers, of_types))


def patients(r):
    found = []
    if 'participant' in r:
        for x1 in r['participant']:
            if 'actor' in x1:
                x3 = x1['actor']
                k = x3.get('reference', '')
                if k[:8] == 'Patient/':
                    i, s, v = k[8:].partition('/')
                    if i and (not s or v[:9] == '_history/'):
                        found.append(i)
    return found
