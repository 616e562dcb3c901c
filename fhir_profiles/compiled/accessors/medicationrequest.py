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
    if 'medicationCodeableConcept' in r:
        x1 = r['medicationCodeableConcept']
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
    if 'dosageInstruction' in r:
        for x1 in r['dosageInstruction']:
            if 'timing' in x1:
                x3 = x1['timing']
                if 'event' in x3:
                    for x4 in x3['event']:
                        if x4 is not None:
                            low, high = moment_range(x4)
                            dates.append((p[12], low, high))
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
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens.append((p[14], s, k))
                if 'type' in x1:
                    identifier_type(of_types, (p[14], ), x1)
    if 'dispenseRequest' in r:
        x1 = r['dispenseRequest']
        if 'performer' in x1:
            x2 = x1['performer']
            u = x2.get('reference', '#')
            if u[0] != '#':
                k, _, i = u.partition('/')
                if k in RESOURCE_TYPES and '/' not in i:
                    u = ''
                else:
                    k, i, u = split_literal(x2)
                references.append((p[15], k, i, u))
            if 'identifier' in x2:
                link_identifier(reference_identifiers, p[15], x2)
    if 'performer' in r:
        x1 = r['performer']
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
    if 'performerType' in r:
        x1 = r['performerType']
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
    if 'intent' in r:
        x1 = r['intent']
        tokens.append((p[18], 'http://hl7.org/fhir/CodeSystem/medicationrequest-intent', x1))
    if 'medicationReference' in r:
        x1 = r['medicationReference']
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
                references.append((p[20], k, i, u))
            references.append((p[24], k, i, u))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[20], x1, 'Patient')
            link_identifier(reference_identifiers, p[24], x1)
    if 'priority' in r:
        x1 = r['priority']
        tokens.append((p[21], 'http://hl7.org/fhir/request-priority', x1))
    if 'requester' in r:
        x1 = r['requester']
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
        tokens.append((p[23], 'http://hl7.org/fhir/CodeSystem/medicationrequest-status', x1))
    return new(IndexValues, (tokens, [], dates, references, [], uris, texts, [], reference_identifiers, of_types))


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
