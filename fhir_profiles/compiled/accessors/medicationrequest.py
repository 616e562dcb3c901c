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
    if 'authoredOn' in r:
        x1 = r['authoredOn']
        v.date_moment(p[9], x1)
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[10], x1)
    if 'medicationCodeableConcept' in r:
        x1 = r['medicationCodeableConcept']
        v.token_concept(p[11], x1)
    if 'dosageInstruction' in r:
        for x1 in r['dosageInstruction']:
            if 'timing' in x1:
                x3 = x1['timing']
                if 'event' in x3:
                    for x4 in x3['event']:
                        v.date_moment(p[12], x4)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[13], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[14], x1)
    if 'dispenseRequest' in r:
        x1 = r['dispenseRequest']
        if 'performer' in x1:
            x2 = x1['performer']
            v.reference_reference(p[15], x2, '')
    if 'performer' in r:
        x1 = r['performer']
        v.reference_reference(p[16], x1, '')
    if 'performerType' in r:
        x1 = r['performerType']
        v.token_concept(p[17], x1)
    if 'intent' in r:
        x1 = r['intent']
        v.token_code(p[18], x1, 'http://hl7.org/fhir/CodeSystem/medicationrequest-intent')
    if 'medicationReference' in r:
        x1 = r['medicationReference']
        v.reference_reference(p[19], x1, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[20], x1, 'Patient')
        v.reference_reference(p[24], x1, '')
    if 'priority' in r:
        x1 = r['priority']
        v.token_code(p[21], x1, 'http://hl7.org/fhir/request-priority')
    if 'requester' in r:
        x1 = r['requester']
        v.reference_reference(p[22], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[23], x1, 'http://hl7.org/fhir/CodeSystem/medicationrequest-status')


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
