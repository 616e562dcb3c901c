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
    if 'conclusionCode' in r:
        for x1 in r['conclusionCode']:
            v.token_concept(p[12], x1)
    if 'effectiveDateTime' in r:
        x1 = r['effectiveDateTime']
        v.date_moment(p[13], x1)
    if 'effectivePeriod' in r:
        x1 = r['effectivePeriod']
        v.date_period(p[13], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[14], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[15], x1)
    if 'issued' in r:
        x1 = r['issued']
        v.date_moment(p[16], x1)
    if 'media' in r:
        for x1 in r['media']:
            if 'link' in x1:
                x3 = x1['link']
                v.reference_reference(p[17], x3, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[18], x1, 'Patient')
        v.reference_reference(p[24], x1, '')
    if 'performer' in r:
        for x1 in r['performer']:
            v.reference_reference(p[19], x1, '')
    if 'result' in r:
        for x1 in r['result']:
            v.reference_reference(p[20], x1, '')
    if 'resultsInterpreter' in r:
        for x1 in r['resultsInterpreter']:
            v.reference_reference(p[21], x1, '')
    if 'specimen' in r:
        for x1 in r['specimen']:
            v.reference_reference(p[22], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[23], x1, 'http://hl7.org/fhir/diagnostic-report-status')


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
