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
    if 'assessor' in r:
        x1 = r['assessor']
        v.reference_reference(p[9], x1, '')
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[10], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[11], x1, '')
    if 'finding' in r:
        for x1 in r['finding']:
            if 'itemCodeableConcept' in x1:
                x3 = x1['itemCodeableConcept']
                v.token_concept(p[12], x3)
            if 'itemReference' in x1:
                x3 = x1['itemReference']
                v.reference_reference(p[13], x3, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[14], x1)
    if 'investigation' in r:
        for x1 in r['investigation']:
            if 'item' in x1:
                for x3 in x1['item']:
                    v.reference_reference(p[15], x3, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[16], x1, 'Patient')
        v.reference_reference(p[20], x1, '')
    if 'previous' in r:
        x1 = r['previous']
        v.reference_reference(p[17], x1, '')
    if 'problem' in r:
        for x1 in r['problem']:
            v.reference_reference(p[18], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[19], x1, 'http://hl7.org/fhir/event-status')
    if 'supportingInfo' in r:
        for x1 in r['supportingInfo']:
            v.reference_reference(p[21], x1, '')


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
