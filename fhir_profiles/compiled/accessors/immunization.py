from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens_ = []
    tokens = tokens_.append
    strings_ = []
    strings = strings_.append
    dates_ = []
    dates = dates_.append
    references_ = []
    references = references_.append
    uris_ = []
    uris = uris_.append
    texts_ = []
    texts = texts_.append
    reference_identifiers_ = []
    reference_identifiers = reference_identifiers_.append
    of_types_ = []
    of_types = of_types_.append
    if 'meta' in r:
        x1 = r['meta']
        if 'profile' in x1:
            for x2 in x1['profile']:
                if x2 is None:
                    continue
                uris(new(UriValue, (p[3], x2)))
        if 'security' in x1:
            for x2 in x1['security']:
                s = x2.get('system', '')
                if 'code' in x2:
                    k = x2['code']
                    tokens(new(TokenValue, (p[5], s, k)))
                if 'display' in x2:
                    k, d = x2.get('code', ''), x2['display']
                    texts(new(TextValue, (p[5], s, k, d)))
        if 'source' in x1:
            x2 = x1['source']
            uris(new(UriValue, (p[6], x2)))
        if 'tag' in x1:
            for x2 in x1['tag']:
                s = x2.get('system', '')
                if 'code' in x2:
                    k = x2['code']
                    tokens(new(TokenValue, (p[7], s, k)))
                if 'display' in x2:
                    k, d = x2.get('code', ''), x2['display']
                    texts(new(TextValue, (p[7], s, k, d)))
    if 'occurrenceDateTime' in r:
        x1 = r['occurrenceDateTime']
        date_moment(dates, (p[9], ), x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[10], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[10], ), x1)
    if 'location' in r:
        x1 = r['location']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[11], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[11], x1)
    if 'lotNumber' in r:
        x1 = r['lotNumber']
        strings(new(StringValue, (p[12], x1)))
    if 'manufacturer' in r:
        x1 = r['manufacturer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[13], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[13], x1)
    if 'patient' in r:
        x1 = r['patient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[14], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[14], x1)
    if 'performer' in r:
        for x1 in r['performer']:
            if 'actor' in x1:
                x3 = x1['actor']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[15], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[15], x3)
    if 'reaction' in r:
        for x1 in r['reaction']:
            if 'detail' in x1:
                x3 = x1['detail']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[16], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[16], x3)
            if 'date' in x1:
                x3 = x1['date']
                date_moment(dates, (p[17], ), x3)
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[18], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[18], s, k, d)))
            if 'text' in x1:
                concept_text(texts, (p[18], ), x1)
    if 'reasonReference' in r:
        for x1 in r['reasonReference']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[19], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[19], x1)
    if 'protocolApplied' in r:
        for x1 in r['protocolApplied']:
            if 'series' in x1:
                x3 = x1['series']
                strings(new(StringValue, (p[20], x3)))
            if 'targetDisease' in x1:
                for x3 in x1['targetDisease']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            s = c.get('system', '')
                            if 'code' in c:
                                k = c['code']
                                tokens(new(TokenValue, (p[23], s, k)))
                            if 'display' in c:
                                k, d = c.get('code', ''), c['display']
                                texts(new(TextValue, (p[23], s, k, d)))
                    if 'text' in x3:
                        concept_text(texts, (p[23], ), x3)
    if 'status' in r:
        x1 = r['status']
        tokens(new(TokenValue, (p[21], 'http://hl7.org/fhir/event-status', x1)))
    if 'statusReason' in r:
        x1 = r['statusReason']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[22], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[22], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[22], ), x1)
    if 'vaccineCode' in r:
        x1 = r['vaccineCode']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[24], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[24], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[24], ), x1)
    return new(IndexValues, (tuple(tokens_), tuple(strings_), tuple(dates_), tuple(references_), (), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    if 'patient' in r:
        x1 = r['patient']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            add(k[8:].partition('/')[0])

