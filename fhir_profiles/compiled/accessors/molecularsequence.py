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
    if 'referenceSeq' in r:
        x1 = r['referenceSeq']
        if 'chromosome' in x1:
            x2 = x1['chromosome']
            v.token_concept(p[9], x2)
        if 'referenceSeqId' in x1:
            x2 = x1['referenceSeqId']
            v.token_concept(p[14], x2)
        if 'windowEnd' in x1:
            x2 = x1['windowEnd']
            v.quantity_number(p[20], x2)
        if 'windowStart' in x1:
            x2 = x1['windowStart']
            v.quantity_number(p[21], x2)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[12], x1)
    if 'patient' in r:
        x1 = r['patient']
        v.reference_reference(p[13], x1, '')
    if 'type' in r:
        x1 = r['type']
        v.token_code(p[17], x1, 'http://hl7.org/fhir/sequence-type')
    if 'variant' in r:
        for x1 in r['variant']:
            if 'end' in x1:
                x3 = x1['end']
                v.quantity_number(p[18], x3)
            if 'start' in x1:
                x3 = x1['start']
                v.quantity_number(p[19], x3)


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)
