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
        x1 = r['category']
        v.token_concept(p[9], x1)
    if 'medicationCodeableConcept' in r:
        x1 = r['medicationCodeableConcept']
        v.token_concept(p[10], x1)
    if 'context' in r:
        x1 = r['context']
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
    if 'partOf' in r:
        for x1 in r['partOf']:
            v.reference_reference(p[15], x1, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[16], x1, 'Patient')
        v.reference_reference(p[19], x1, '')
    if 'informationSource' in r:
        x1 = r['informationSource']
        v.reference_reference(p[17], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[18], x1, 'http://hl7.org/fhir/CodeSystem/medication-statement-status')


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
