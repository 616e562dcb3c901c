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
    if 'author' in r:
        x1 = r['author']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[9], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[9], x1)
    if 'authored' in r:
        x1 = r['authored']
        date_moment(dates, (p[10], ), x1)
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[11], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[11], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[12], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[12], x1)
    if 'identifier' in r:
        x1 = r['identifier']
        if 'value' in x1:
            s, k = x1.get('system', ''), x1['value']
            tokens(new(TokenValue, (p[13], s, k)))
            if 'type' in x1:
                identifier_type(of_types, (p[13], ), x1)
    if 'partOf' in r:
        for x1 in r['partOf']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(ReferenceValue, (p[14], k, i, u)))
            if 'identifier' in x1:
                link_identifier(reference_identifiers, p[14], x1)
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(ReferenceValue, (p[15], k, i, u)))
            references(new(ReferenceValue, (p[19], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[15], x1, 'Patient')
            link_identifier(reference_identifiers, p[19], x1)
    if 'questionnaire' in r:
        x1 = r['questionnaire']
        reference_canonical(references, (p[16], ), x1)
    if 'source' in r:
        x1 = r['source']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[17], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[17], x1)
    if 'status' in r:
        x1 = r['status']
        tokens(new(TokenValue, (p[18], 'http://hl7.org/fhir/questionnaire-answers-status', x1)))
    return new(IndexValues, (tuple(tokens_), (), tuple(dates_), tuple(references_), (), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    if 'author' in r:
        x1 = r['author']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            add(k[8:].partition('/')[0])
    if 'subject' in r:
        x1 = r['subject']
        k = x1.get('reference', '')
        if k[:8] == 'Patient/':
            add(k[8:].partition('/')[0])

