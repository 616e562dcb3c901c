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
    if 'condition' in r:
        x1 = r['condition']
        v.reference_reference(p[9], x1, '')
    if 'occurrenceDateTime' in r:
        x1 = r['occurrenceDateTime']
        v.date_moment(p[10], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[11], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[12], x1)
    if 'method' in r:
        x1 = r['method']
        v.token_concept(p[13], x1)
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[14], x1, 'Patient')
        v.reference_reference(p[18], x1, '')
    if 'performer' in r:
        x1 = r['performer']
        v.reference_reference(p[15], x1, '')
    if 'prediction' in r:
        for x1 in r['prediction']:
            if 'probabilityDecimal' in x1:
                x3 = x1['probabilityDecimal']
                v.quantity_number(p[16], x3)
            if 'qualitativeRisk' in x1:
                x3 = x1['qualitativeRisk']
                v.token_concept(p[17], x3)


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
