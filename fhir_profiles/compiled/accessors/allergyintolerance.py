from fhir_profiles.index_values import *

new = tuple.__new__


def index(r, p):
    tokens_ = []
    tokens = tokens_.append
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
    if 'asserter' in r:
        x1 = r['asserter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[9], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[9], x1)
    if 'category' in r:
        for x1 in r['category']:
            if x1 is None:
                continue
            tokens(new(TokenValue, (p[10], 'http://hl7.org/fhir/allergy-intolerance-category', x1)))
    if 'clinicalStatus' in r:
        x1 = r['clinicalStatus']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[11], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[11], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[11], ), x1)
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[12], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[12], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[12], ), x1)
    if 'reaction' in r:
        for x1 in r['reaction']:
            if 'substance' in x1:
                x3 = x1['substance']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            tokens(new(TokenValue, (p[12], s, k)))
                        if 'display' in c:
                            k, d = c.get('code', ''), c['display']
                            texts(new(TextValue, (p[12], s, k, d)))
                if 'text' in x3:
                    concept_text(texts, (p[12], ), x3)
            if 'manifestation' in x1:
                for x3 in x1['manifestation']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            s = c.get('system', '')
                            if 'code' in c:
                                k = c['code']
                                tokens(new(TokenValue, (p[17], s, k)))
                            if 'display' in c:
                                k, d = c.get('code', ''), c['display']
                                texts(new(TextValue, (p[17], s, k, d)))
                    if 'text' in x3:
                        concept_text(texts, (p[17], ), x3)
            if 'onset' in x1:
                x3 = x1['onset']
                date_moment(dates, (p[18], ), x3)
            if 'exposureRoute' in x1:
                x3 = x1['exposureRoute']
                if 'coding' in x3:
                    for c in x3['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            tokens(new(TokenValue, (p[21], s, k)))
                        if 'display' in c:
                            k, d = c.get('code', ''), c['display']
                            texts(new(TextValue, (p[21], s, k, d)))
                if 'text' in x3:
                    concept_text(texts, (p[21], ), x3)
            if 'severity' in x1:
                x3 = x1['severity']
                tokens(new(TokenValue, (p[22], 'http://hl7.org/fhir/reaction-event-severity', x3)))
    if 'criticality' in r:
        x1 = r['criticality']
        tokens(new(TokenValue, (p[13], 'http://hl7.org/fhir/allergy-intolerance-criticality', x1)))
    if 'recordedDate' in r:
        x1 = r['recordedDate']
        date_moment(dates, (p[14], ), x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[15], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[15], ), x1)
    if 'lastOccurrence' in r:
        x1 = r['lastOccurrence']
        date_moment(dates, (p[16], ), x1)
    if 'patient' in r:
        x1 = r['patient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[19], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[19], x1)
    if 'recorder' in r:
        x1 = r['recorder']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[20], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[20], x1)
    if 'type' in r:
        x1 = r['type']
        tokens(new(TokenValue, (p[23], 'http://hl7.org/fhir/allergy-intolerance-type', x1)))
    if 'verificationStatus' in r:
        x1 = r['verificationStatus']
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
    return new(IndexValues, (tuple(tokens_), (), tuple(dates_), tuple(references_), (), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    if 'asserter' in r:
        x1 = r['asserter']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            add(k[8:].partition('/')[0])
    if 'patient' in r:
        x1 = r['patient']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            add(k[8:].partition('/')[0])
    if 'recorder' in r:
        x1 = r['recorder']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            add(k[8:].partition('/')[0])

