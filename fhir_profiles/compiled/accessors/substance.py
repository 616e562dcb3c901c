def index(r, p, v):
    if 'meta' in r:
        x1 = r['meta']
        if 'profile' in x1:
            for x2 in x1['profile']:
                v.uri_text(p[3], x2)
        if 'security' in x1:
            for x2 in x1['security']:
                v.token_coding(p[5], x2)
        if 'source' in x1:
            x2 = x1['source']
            v.uri_text(p[6], x2)
        if 'tag' in x1:
            for x2 in x1['tag']:
                v.token_coding(p[7], x2)
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[9], x1)
    if 'code' in r:
        x1 = r['code']
        v.token_concept(p[10], x1)
    if 'ingredient' in r:
        for x1 in r['ingredient']:
            if 'substanceCodeableConcept' in x1:
                x3 = x1['substanceCodeableConcept']
                v.token_concept(p[10], x3)
            if 'substanceReference' in x1:
                x3 = x1['substanceReference']
                v.reference_reference(p[16], x3, '')
    if 'instance' in r:
        for x1 in r['instance']:
            if 'identifier' in x1:
                x3 = x1['identifier']
                v.token_identifier(p[11], x3)
            if 'expiry' in x1:
                x3 = x1['expiry']
                v.date_moment(p[12], x3)
            if 'quantity' in x1:
                x3 = x1['quantity']
                v.quantity_quantity(p[14], x3)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[13], x1)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[15], x1, 'http://hl7.org/fhir/substance-status')


def patients(r, v):
    return
