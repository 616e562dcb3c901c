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
    if 'account' in r:
        for x1 in r['account']:
            v.reference_reference(p[9], x1, '')
    if 'appointment' in r:
        for x1 in r['appointment']:
            v.reference_reference(p[10], x1, '')
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            v.reference_reference(p[11], x1, '')
    if 'class' in r:
        x1 = r['class']
        v.token_coding(p[12], x1)
    if 'period' in r:
        x1 = r['period']
        v.date_period(p[13], x1)
    if 'diagnosis' in r:
        for x1 in r['diagnosis']:
            if 'condition' in x1:
                x3 = x1['condition']
                v.reference_reference(p[14], x3, '')
    if 'episodeOfCare' in r:
        for x1 in r['episodeOfCare']:
            v.reference_reference(p[15], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[16], x1)
    if 'length' in r:
        x1 = r['length']
        v.quantity_quantity(p[17], x1)
    if 'location' in r:
        for x1 in r['location']:
            if 'location' in x1:
                x3 = x1['location']
                v.reference_reference(p[18], x3, '')
            if 'period' in x1:
                x3 = x1['period']
                v.date_period(p[19], x3)
    if 'partOf' in r:
        x1 = r['partOf']
        v.reference_reference(p[20], x1, '')
    if 'participant' in r:
        for x1 in r['participant']:
            if 'individual' in x1:
                x3 = x1['individual']
                v.reference_reference(p[21], x3, '')
                v.reference_reference(p[24], x3, 'Practitioner')
            if 'type' in x1:
                for x3 in x1['type']:
                    v.token_concept(p[22], x3)
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[23], x1, 'Patient')
        v.reference_reference(p[30], x1, '')
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            v.token_concept(p[25], x1)
    if 'reasonReference' in r:
        for x1 in r['reasonReference']:
            v.reference_reference(p[26], x1, '')
    if 'serviceProvider' in r:
        x1 = r['serviceProvider']
        v.reference_reference(p[27], x1, '')
    if 'hospitalization' in r:
        x1 = r['hospitalization']
        if 'specialArrangement' in x1:
            for x2 in x1['specialArrangement']:
                v.token_concept(p[28], x2)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[29], x1, 'http://hl7.org/fhir/encounter-status')
    if 'type' in r:
        for x1 in r['type']:
            v.token_concept(p[31], x1)


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
