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
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            v.reference_reference(p[9], x1, '')
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[10], x1)
    if 'code' in r:
        x1 = r['code']
        v.token_concept(p[11], x1)
        v.token_concept(p[16], x1)
    if 'component' in r:
        for x1 in r['component']:
            if 'code' in x1:
                x3 = x1['code']
                v.token_concept(p[16], x3)
                v.token_concept(p[22], x3)
            if 'dataAbsentReason' in x1:
                x3 = x1['dataAbsentReason']
                v.token_concept(p[19], x3)
                v.token_concept(p[25], x3)
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                v.token_concept(p[20], x3)
                v.token_concept(p[26], x3)
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                v.quantity_quantity(p[21], x3)
                v.quantity_quantity(p[27], x3)
    if 'dataAbsentReason' in r:
        x1 = r['dataAbsentReason']
        v.token_concept(p[19], x1)
        v.token_concept(p[28], x1)
    if 'valueCodeableConcept' in r:
        x1 = r['valueCodeableConcept']
        v.token_concept(p[20], x1)
        v.token_concept(p[43], x1)
        if 'text' in x1:
            x2 = x1['text']
            v.string_text(p[46], x2)
    if 'valueQuantity' in r:
        x1 = r['valueQuantity']
        v.quantity_quantity(p[21], x1)
        v.quantity_quantity(p[45], x1)
    if 'effectiveDateTime' in r:
        x1 = r['effectiveDateTime']
        v.date_moment(p[29], x1)
    if 'effectivePeriod' in r:
        x1 = r['effectivePeriod']
        v.date_period(p[29], x1)
    if 'effectiveTiming' in r:
        x1 = r['effectiveTiming']
        v.date_timing(p[29], x1)
    if 'effectiveInstant' in r:
        x1 = r['effectiveInstant']
        v.date_moment(p[29], x1)
    if 'derivedFrom' in r:
        for x1 in r['derivedFrom']:
            v.reference_reference(p[30], x1, '')
    if 'device' in r:
        x1 = r['device']
        v.reference_reference(p[31], x1, '')
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[32], x1, '')
    if 'focus' in r:
        for x1 in r['focus']:
            v.reference_reference(p[33], x1, '')
    if 'hasMember' in r:
        for x1 in r['hasMember']:
            v.reference_reference(p[34], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[35], x1)
    if 'method' in r:
        x1 = r['method']
        v.token_concept(p[36], x1)
    if 'partOf' in r:
        for x1 in r['partOf']:
            v.reference_reference(p[37], x1, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[38], x1, 'Patient')
        v.reference_reference(p[42], x1, '')
    if 'performer' in r:
        for x1 in r['performer']:
            v.reference_reference(p[39], x1, '')
    if 'specimen' in r:
        x1 = r['specimen']
        v.reference_reference(p[40], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[41], x1, 'http://hl7.org/fhir/observation-status')
    if 'valueDateTime' in r:
        x1 = r['valueDateTime']
        v.date_moment(p[44], x1)
    if 'valuePeriod' in r:
        x1 = r['valuePeriod']
        v.date_period(p[44], x1)
    if 'valueString' in r:
        x1 = r['valueString']
        v.string_text(p[46], x1)


def patients(r, v):
    if 'performer' in r:
        for x1 in r['performer']:
            v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
