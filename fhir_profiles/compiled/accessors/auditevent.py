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
    if 'action' in r:
        x1 = r['action']
        tokens(new(TokenValue, (p[9], 'http://hl7.org/fhir/audit-event-action', x1)))
    if 'agent' in r:
        for x1 in r['agent']:
            if 'network' in x1:
                x3 = x1['network']
                if 'address' in x3:
                    x4 = x3['address']
                    strings(new(StringValue, (p[10], x4)))
            if 'who' in x1:
                x3 = x1['who']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[11], k, i, u)))
                    if k == 'Patient':
                        references(new(ReferenceValue, (p[21], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[11], x3)
                    link_identifier(reference_identifiers, p[21], x3, 'Patient')
            if 'name' in x1:
                x3 = x1['name']
                strings(new(StringValue, (p[12], x3)))
            if 'role' in x1:
                for x3 in x1['role']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            s = c.get('system', '')
                            if 'code' in c:
                                k = c['code']
                                tokens(new(TokenValue, (p[13], s, k)))
                            if 'display' in c:
                                k, d = c.get('code', ''), c['display']
                                texts(new(TextValue, (p[13], s, k, d)))
                    if 'text' in x3:
                        concept_text(texts, (p[13], ), x3)
            if 'altId' in x1:
                x3 = x1['altId']
                tokens(new(TokenValue, (p[14], '', x3)))
            if 'policy' in x1:
                for x3 in x1['policy']:
                    if x3 is None:
                        continue
                    uris(new(UriValue, (p[22], x3)))
    if 'recorded' in r:
        x1 = r['recorded']
        date_moment(dates, (p[15], ), x1)
    if 'entity' in r:
        for x1 in r['entity']:
            if 'what' in x1:
                x3 = x1['what']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[16], k, i, u)))
                    if k == 'Patient':
                        references(new(ReferenceValue, (p[21], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[16], x3)
                    link_identifier(reference_identifiers, p[21], x3, 'Patient')
            if 'name' in x1:
                x3 = x1['name']
                strings(new(StringValue, (p[17], x3)))
            if 'role' in x1:
                x3 = x1['role']
                s = x3.get('system', '')
                if 'code' in x3:
                    k = x3['code']
                    tokens(new(TokenValue, (p[18], s, k)))
                if 'display' in x3:
                    k, d = x3.get('code', ''), x3['display']
                    texts(new(TextValue, (p[18], s, k, d)))
            if 'type' in x1:
                x3 = x1['type']
                s = x3.get('system', '')
                if 'code' in x3:
                    k = x3['code']
                    tokens(new(TokenValue, (p[19], s, k)))
                if 'display' in x3:
                    k, d = x3.get('code', ''), x3['display']
                    texts(new(TextValue, (p[19], s, k, d)))
    if 'outcome' in r:
        x1 = r['outcome']
        tokens(new(TokenValue, (p[20], 'http://hl7.org/fhir/audit-event-outcome', x1)))
    if 'source' in r:
        x1 = r['source']
        if 'site' in x1:
            x2 = x1['site']
            tokens(new(TokenValue, (p[23], '', x2)))
        if 'observer' in x1:
            x2 = x1['observer']
            if x2.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x2)
                references(new(ReferenceValue, (p[24], k, i, u)))
            if 'identifier' in x2:
                link_identifier(reference_identifiers, p[24], x2)
    if 'subtype' in r:
        for x1 in r['subtype']:
            s = x1.get('system', '')
            if 'code' in x1:
                k = x1['code']
                tokens(new(TokenValue, (p[25], s, k)))
            if 'display' in x1:
                k, d = x1.get('code', ''), x1['display']
                texts(new(TextValue, (p[25], s, k, d)))
    if 'type' in r:
        x1 = r['type']
        s = x1.get('system', '')
        if 'code' in x1:
            k = x1['code']
            tokens(new(TokenValue, (p[26], s, k)))
        if 'display' in x1:
            k, d = x1.get('code', ''), x1['display']
            texts(new(TextValue, (p[26], s, k, d)))
    return new(IndexValues, (tuple(tokens_), tuple(strings_), tuple(dates_), tuple(references_), (), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), ()))


def patients(r, add):
    if 'agent' in r:
        for x1 in r['agent']:
            if 'who' in x1:
                x3 = x1['who']
                k = x3.get('reference', '')
                if k[:8] == 'Patient/':
                    add(k[8:].partition('/')[0])
    if 'entity' in r:
        for x1 in r['entity']:
            if 'what' in x1:
                x3 = x1['what']
                k = x3.get('reference', '')
                if k[:8] == 'Patient/':
                    add(k[8:].partition('/')[0])

