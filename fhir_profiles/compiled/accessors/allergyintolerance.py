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
    if 'asserter' in r:
        x1 = r['asserter']
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
    if 'category' in r:
        for x1 in r['category']:
            if x1 is None:
                continue
            tokens.append((p[10], 'http://hl7.org/fhir/allergy-intolerance-category', x1))
    if 'clinicalStatus' in r:
        x1 = r['clinicalStatus']
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
    if 'reaction' in r:
        for x1 in r['reaction']:
            if 'substance' in x1:
                x3 = x1['substance']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[12], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[12], s, k, d))
                if 'text' in x3:
                    concept_text(texts, (p[12], ), x3)
            if 'manifestation' in x1:
                for x3 in x1['manifestation']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            s, k = c.get('system', ''), c.get('code', '')
                            if k:
                                tokens.append((p[17], s, k))
                            if 'display' in c:
                                d = c['display']
                                texts.append((p[17], s, k, d))
                    if 'text' in x3:
                        concept_text(texts, (p[17], ), x3)
            if 'onset' in x1:
                x3 = x1['onset']
                if x3 is not None:
                    low, high = moment_range(x3)
                    dates.append((p[18], low, high))
            if 'exposureRoute' in x1:
                x3 = x1['exposureRoute']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s, k = c.get('system', ''), c.get('code', '')
                        if k:
                            tokens.append((p[21], s, k))
                        if 'display' in c:
                            d = c['display']
                            texts.append((p[21], s, k, d))
                if 'text' in x3:
                    concept_text(texts, (p[21], ), x3)
            if 'severity' in x1:
                x3 = x1['severity']
                tokens.append((p[22], 'http://hl7.org/fhir/reaction-event-severity', x3))
    if 'criticality' in r:
        x1 = r['criticality']
        tokens.append((p[13], 'http://hl7.org/fhir/allergy-intolerance-criticality', x1))
    if 'recordedDate' in r:
        x1 = r['recordedDate']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[14], low, high))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[15], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[15], ), x1)
    if 'lastOccurrence' in r:
        x1 = r['lastOccurrence']
        if x1 is not None:
            low, high = moment_range(x1)
            dates.append((p[16], low, high))
    if 'patient' in r:
        x1 = r['patient']
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
    if 'recorder' in r:
        x1 = r['recorder']
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
    if 'type' in r:
        x1 = r['type']
        tokens.append((p[23], 'http://hl7.org/fhir/allergy-intolerance-type', x1))
    if 'verificationStatus' in r:
        x1 = r['verificationStatus']
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
    return new(IndexValues, (tokens, [], dates, references, [], uris, texts, [], reference_identifiers, of_types))


def patients(r):
    found = []
    if 'asserter' in r:
        x1 = r['asserter']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            i, s, v = k[8:].partition('/')
            if i and (not s or v[:9] == '_history/'):
                found.append(i)
    if 'patient' in r:
        x1 = r['patient']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            i, s, v = k[8:].partition('/')
            if i and (not s or v[:9] == '_history/'):
                found.append(i)
    if 'recorder' in r:
        x1 = r['recorder']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            i, s, v = k[8:].partition('/')
            if i and (not s or v[:9] == '_history/'):
                found.append(i)
    return found
