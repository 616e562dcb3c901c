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
    composites_ = []
    composites = composites_.append
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
    if 'authenticator' in r:
        x1 = r['authenticator']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[9], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[9], x1)
    if 'author' in r:
        for x1 in r['author']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[10], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[10], x1)
    if 'category' in r:
        for x1 in r['category']:
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
    if 'content' in r:
        for x1 in r['content']:
            if 'attachment' in x1:
                x3 = x1['attachment']
                if 'contentType' in x3:
                    x4 = x3['contentType']
                    tokens(new(TokenValue, (p[12], '', x4)))
                if 'language' in x3:
                    x4 = x3['language']
                    tokens(new(TokenValue, (p[21], '', x4)))
                if 'url' in x3:
                    x4 = x3['url']
                    uris(new(UriValue, (p[22], x4)))
            if 'format' in x1:
                x3 = x1['format']
                s = x3.get('system', '')
                if 'code' in x3:
                    k = x3['code']
                    tokens(new(TokenValue, (p[19], s, k)))
                if 'display' in x3:
                    k, d = x3.get('code', ''), x3['display']
                    texts(new(TextValue, (p[19], s, k, d)))
    if 'custodian' in r:
        x1 = r['custodian']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[13], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[13], x1)
    if 'date' in r:
        x1 = r['date']
        date_moment(dates, (p[14], ), x1)
    if 'description' in r:
        x1 = r['description']
        strings(new(StringValue, (p[15], x1)))
    if 'context' in r:
        x1 = r['context']
        if 'encounter' in x1:
            for x2 in x1['encounter']:
                if x2.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x2)
                    references(new(ReferenceValue, (p[16], k, i, u)))
                if 'identifier' in x2:
                    link_identifier(reference_identifiers, p[16], x2)
        if 'event' in x1:
            for x2 in x1['event']:
                if 'coding' in x2:
                    for c in x2['coding']:
                        s = c.get('system', '')
                        if 'code' in c:
                            k = c['code']
                            tokens(new(TokenValue, (p[17], s, k)))
                        if 'display' in c:
                            k, d = c.get('code', ''), c['display']
                            texts(new(TextValue, (p[17], s, k, d)))
                if 'text' in x2:
                    concept_text(texts, (p[17], ), x2)
        if 'facilityType' in x1:
            x2 = x1['facilityType']
            if 'coding' in x2:
                for c in x2['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[18], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[18], s, k, d)))
            if 'text' in x2:
                concept_text(texts, (p[18], ), x2)
        if 'period' in x1:
            x2 = x1['period']
            date_period(dates, (p[24], ), x2)
        if 'related' in x1:
            for x2 in x1['related']:
                if x2.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x2)
                    references(new(ReferenceValue, (p[25], k, i, u)))
                if 'identifier' in x2:
                    link_identifier(reference_identifiers, p[25], x2)
        if 'practiceSetting' in x1:
            x2 = x1['practiceSetting']
            if 'coding' in x2:
                for c in x2['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[30], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[30], s, k, d)))
            if 'text' in x2:
                concept_text(texts, (p[30], ), x2)
    if 'masterIdentifier' in r:
        x1 = r['masterIdentifier']
        if 'value' in x1:
            s, k = x1.get('system', ''), x1['value']
            tokens(new(TokenValue, (p[20], s, k)))
            if 'type' in x1:
                identifier_type(of_types, (p[20], ), x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[20], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[20], ), x1)
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(ReferenceValue, (p[23], k, i, u)))
            references(new(ReferenceValue, (p[32], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[23], x1, 'Patient')
            link_identifier(reference_identifiers, p[32], x1)
    if 'relatesTo' in r:
        for x1 in r['relatesTo']:
            if 'target' in x1:
                x3 = x1['target']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[26], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[26], x3)
            if 'code' in x1:
                x3 = x1['code']
                tokens(new(TokenValue, (p[27], 'http://hl7.org/fhir/document-relationship-type', x3)))
            part1 = []
            if 'target' in x1:
                x3 = x1['target']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    part1.append(new(ReferenceValue, (p[26], k, i, u)))
            if part1:
                part0 = []
                if 'code' in x1:
                    x4 = x1['code']
                    part0.append(new(TokenValue, (p[27], 'http://hl7.org/fhir/document-relationship-type', x4)))
                if part0:
                    for c0 in part0:
                        for c1 in part1:
                            composites(new(CompositeValue, (p[28], (c0, c1))))
    if 'securityLabel' in r:
        for x1 in r['securityLabel']:
            if 'coding' in x1:
                for c in x1['coding']:
                    s = c.get('system', '')
                    if 'code' in c:
                        k = c['code']
                        tokens(new(TokenValue, (p[29], s, k)))
                    if 'display' in c:
                        k, d = c.get('code', ''), c['display']
                        texts(new(TextValue, (p[29], s, k, d)))
            if 'text' in x1:
                concept_text(texts, (p[29], ), x1)
    if 'status' in r:
        x1 = r['status']
        tokens(new(TokenValue, (p[31], 'http://hl7.org/fhir/document-reference-status', x1)))
    if 'type' in r:
        x1 = r['type']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[33], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[33], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[33], ), x1)
    return new(IndexValues, (tuple(tokens_), tuple(strings_), tuple(dates_), tuple(references_), (), tuple(uris_), tuple(texts_), tuple(composites_), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    if 'author' in r:
        for x1 in r['author']:
            k = x1.get('reference', '')
            if k[:8] == 'Patient/':
                add(k[8:].partition('/')[0])
    if 'subject' in r:
        x1 = r['subject']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            add(k[8:].partition('/')[0])

