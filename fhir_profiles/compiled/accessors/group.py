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
    if 'actual' in r:
        x1 = r['actual']
        v.token_boolean(p[9], x1)
    if 'characteristic' in r:
        for x1 in r['characteristic']:
            if 'code' in x1:
                x3 = x1['code']
                v.token_concept(p[10], x3)
            if 'exclude' in x1:
                x3 = x1['exclude']
                v.token_boolean(p[13], x3)
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                v.token_concept(p[18], x3)
            if 'valueBoolean' in x1:
                x3 = x1['valueBoolean']
                v.token_boolean(p[18], x3)
    if 'code' in r:
        x1 = r['code']
        v.token_concept(p[12], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[14], x1)
    if 'managingEntity' in r:
        x1 = r['managingEntity']
        v.reference_reference(p[15], x1, '')
    if 'member' in r:
        for x1 in r['member']:
            if 'entity' in x1:
                x3 = x1['entity']
                v.reference_reference(p[16], x3, '')
    if 'type' in r:
        x1 = r['type']
        v.token_code(p[17], x1, 'http://hl7.org/fhir/group-type')


def patients(r, v):
    if 'member' in r:
        for x1 in r['member']:
            if 'entity' in x1:
                x3 = x1['entity']
                v.patient(x3)
