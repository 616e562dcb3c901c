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
    if 'created' in r:
        x1 = r['created']
        date_moment(dates, (p[9], ), x1)
    if 'disposition' in r:
        x1 = r['disposition']
        strings(new(StringValue, (p[10], x1)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                s, k = x1.get('system', ''), x1['value']
                tokens(new(TokenValue, (p[11], s, k)))
                if 'type' in x1:
                    identifier_type(of_types, (p[11], ), x1)
    if 'outcome' in r:
        x1 = r['outcome']
        tokens(new(TokenValue, (p[12], 'http://hl7.org/fhir/remittance-outcome', x1)))
    if 'paymentIssuer' in r:
        x1 = r['paymentIssuer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[13], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[13], x1)
    if 'request' in r:
        x1 = r['request']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[14], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[14], x1)
    if 'requestor' in r:
        x1 = r['requestor']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(ReferenceValue, (p[15], k, i, u)))
        if 'identifier' in x1:
            link_identifier(reference_identifiers, p[15], x1)
    if 'status' in r:
        x1 = r['status']
        tokens(new(TokenValue, (p[16], 'http://hl7.org/fhir/fm-status', x1)))
    return new(IndexValues, (tuple(tokens_), tuple(strings_), tuple(dates_), tuple(references_), (), tuple(uris_), tuple(texts_), (), tuple(reference_identifiers_), tuple(of_types_)))


def patients(r, add):
    return
