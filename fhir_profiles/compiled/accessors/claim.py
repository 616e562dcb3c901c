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
    if 'careTeam' in r:
        for x1 in r['careTeam']:
            if 'provider' in x1:
                x3 = x1['provider']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(ReferenceValue, (p[9], k, i, u)))
                if 'identifier' in x3:
                    link_identifier(reference_identifiers, p[9], x3)
    if 'created' in r:
        x1 = r['created']
        date_moment(dates, (p[10], ), x1)
    if 'item' in r:
        for x1 in r['item']:
            if 'detail' in x1:
                for x3 in x1['detail']:
                    if 'udi' in x3:
                        for x5 in x3['udi']:
                            if x5.get('reference', '#')[0] != '#':
                                k, i, u = split_literal(x5)
                                references(new(ReferenceValue, (p[11], k, i, u)))
                            if 'identifier' in x5:
                                link_identifier(reference_identifiers, p[11], x5)
                    if 'subDetail' in x3:
                        for x5 in x3['subDetail']:
                            if 'udi' in x5:
                                for x7 in x5['udi']:
                                    if x7.get('reference', '#')[0] != '#':
                                        k, i, u = split_literal(x7)
                                        references(new(ReferenceValue, (p[24], k, i, u)))
                                    if 'identifier' in x7:
                                        link_identifier(reference_identifiers, p[24], x7)
            if 'encounter' in x1:
                for x3 in x1['encounter']:
                    if x3.get('reference', '#')[0] != '#':
                        k, i, u = split_literal(x3)
                        references(new(ReferenceValue, (p[12], k, i, u)))
                    if 'identifier' in x3:
                        link_identifier(reference_identifiers, p[12], x3)
            if 'udi' in x1:
                for x3 in x1['udi']:
                    if x3.get('reference', '#')[0] != '#':
                        k, i, u = split_literal(x3)
                        references(new(ReferenceValue, (p[17], k, i, u)))
                    if 'identifier' in x3:
                        link_identifier(reference_identifiers, p[17], x3)
    if 'enterer' in r:
        x1 = r['enterer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[13], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[13], x1)
    if 'facility' in r:
        x1 = r['facility']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[14], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[14], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[15], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[15], ), x1)
    if 'insurer' in r:
        x1 = r['insurer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[16], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[16], x1)
    if 'patient' in r:
        x1 = r['patient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[18], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[18], x1)
    if 'payee' in r:
        x1 = r['payee']
        if 'party' in x1:
            x2 = x1['party']
            if x2.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x2)
                references(new(ReferenceValue, (p[19], k, i, u)))
            if 'identifier' in x2:
                link_identifier(reference_identifiers, p[19], x2)
    if 'priority' in r:
        x1 = r['priority']
        if 'coding' in x1:
            for c in x1['coding']:
                s = c.get('system', '')
                if 'code' in c:
                    k = c['code']
                    tokens(new(TokenValue, (p[20], s, k)))
                if 'display' in c:
                    k, d = c.get('code', ''), c['display']
                    texts(new(TextValue, (p[20], s, k, d)))
        if 'text' in x1:
            concept_text(texts, (p[20], ), x1)
    if 'procedure' in r:
        for x1 in r['procedure']:
            if 'udi' in x1:
                for x3 in x1['udi']:
                    if x3.get('reference', '#')[0] != '#':
                        k, i, u = split_literal(x3)
                        references(new(ReferenceValue, (p[21], k, i, u)))
                    if 'identifier' in x3:
                        link_identifier(reference_identifiers, p[21], x3)
    if 'provider' in r:
        x1 = r['provider']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[22], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[22], x1)
    if 'status' in r:
        x1 = r['status']
        tokens(new(TokenValue, (p[23], 'http://hl7.org/fhir/fm-status', x1)))
    if 'use' in r:
        x1 = r['use']
        tokens(new(TokenValue, (p[25], 'http://hl7.org/fhir/claim-use', x1)))
    return new(IndexValues, (tuple(tokens_), (), tuple(dates_), tuple(references_), (), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    if 'patient' in r:
        x1 = r['patient']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            add(k[8:].partition('/')[0])
    if 'payee' in r:
        x1 = r['payee']
        if 'party' in x1:
            x2 = x1['party']
            k = x2.get('reference', '')
            if k[:8] == 'Patient/':
                add(k[8:].partition('/')[0])

