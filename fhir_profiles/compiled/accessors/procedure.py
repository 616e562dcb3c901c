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
        x1 = r['category']
        v.token_concept(p[10], x1)
    if 'code' in r:
        x1 = r['code']
        v.token_concept(p[11], x1)
    if 'performedDateTime' in r:
        x1 = r['performedDateTime']
        v.date_moment(p[12], x1)
    if 'performedPeriod' in r:
        x1 = r['performedPeriod']
        v.date_period(p[12], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[13], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[14], x1)
    if 'instantiatesCanonical' in r:
        for x1 in r['instantiatesCanonical']:
            v.reference_canonical(p[15], x1)
    if 'instantiatesUri' in r:
        for x1 in r['instantiatesUri']:
            v.uri_text(p[16], x1)
    if 'location' in r:
        x1 = r['location']
        v.reference_reference(p[17], x1, '')
    if 'partOf' in r:
        for x1 in r['partOf']:
            v.reference_reference(p[18], x1, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[19], x1, 'Patient')
        v.reference_reference(p[24], x1, '')
    if 'performer' in r:
        for x1 in r['performer']:
            if 'actor' in x1:
                x3 = x1['actor']
                v.reference_reference(p[20], x3, '')
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            v.token_concept(p[21], x1)
    if 'reasonReference' in r:
        for x1 in r['reasonReference']:
            v.reference_reference(p[22], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[23], x1, 'http://hl7.org/fhir/event-status')


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
    if 'performer' in r:
        for x1 in r['performer']:
            if 'actor' in x1:
                x3 = x1['actor']
                v.patient(x3)
