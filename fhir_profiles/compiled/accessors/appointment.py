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
    if 'participant' in r:
        for x1 in r['participant']:
            if 'actor' in x1:
                x3 = x1['actor']
                v.reference_reference(p[9], x3, '')
                v.reference_reference(p[14], x3, 'Location')
                v.reference_reference(p[16], x3, 'Patient')
                v.reference_reference(p[17], x3, 'Practitioner')
            if 'status' in x1:
                x3 = x1['status']
                v.token_code(p[15], x3, 'http://hl7.org/fhir/participationstatus')
    if 'appointmentType' in r:
        x1 = r['appointmentType']
        v.token_concept(p[10], x1)
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            v.reference_reference(p[11], x1, '')
    if 'start' in r:
        x1 = r['start']
        v.date_moment(p[12], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[13], x1)
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            v.token_concept(p[18], x1)
    if 'reasonReference' in r:
        for x1 in r['reasonReference']:
            v.reference_reference(p[19], x1, '')
    if 'serviceCategory' in r:
        for x1 in r['serviceCategory']:
            v.token_concept(p[20], x1)
    if 'serviceType' in r:
        for x1 in r['serviceType']:
            v.token_concept(p[21], x1)
    if 'slot' in r:
        for x1 in r['slot']:
            v.reference_reference(p[22], x1, '')
    if 'specialty' in r:
        for x1 in r['specialty']:
            v.token_concept(p[23], x1)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[24], x1, 'http://hl7.org/fhir/appointmentstatus')
    if 'supportingInformation' in r:
        for x1 in r['supportingInformation']:
            v.reference_reference(p[25], x1, '')


def patients(r, v):
    if 'participant' in r:
        for x1 in r['participant']:
            if 'actor' in x1:
                x3 = x1['actor']
                v.patient(x3)
