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
    if 'medicationCodeableConcept' in r:
        x1 = r['medicationCodeableConcept']
        v.token_concept(p[9], x1)
    if 'context' in r:
        x1 = r['context']
        v.reference_reference(p[10], x1, '')
    if 'device' in r:
        for x1 in r['device']:
            v.reference_reference(p[11], x1, '')
    if 'effectiveDateTime' in r:
        x1 = r['effectiveDateTime']
        v.date_moment(p[12], x1)
    if 'effectivePeriod' in r:
        x1 = r['effectivePeriod']
        v.date_period(p[12], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[13], x1)
    if 'medicationReference' in r:
        x1 = r['medicationReference']
        v.reference_reference(p[14], x1, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[15], x1, 'Patient')
        v.reference_reference(p[21], x1, '')
    if 'performer' in r:
        for x1 in r['performer']:
            if 'actor' in x1:
                x3 = x1['actor']
                v.reference_reference(p[16], x3, '')
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            v.token_concept(p[17], x1)
    if 'statusReason' in r:
        for x1 in r['statusReason']:
            v.token_concept(p[18], x1)
    if 'request' in r:
        x1 = r['request']
        v.reference_reference(p[19], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[20], x1, 'http://terminology.hl7.org/CodeSystem/medication-admin-status')


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
    if 'performer' in r:
        for x1 in r['performer']:
            if 'actor' in x1:
                x3 = x1['actor']
                v.patient(x3)
