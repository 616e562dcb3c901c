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
    if 'activity' in r:
        for x1 in r['activity']:
            if 'detail' in x1:
                x3 = x1['detail']
                if 'code' in x3:
                    x4 = x3['code']
                    v.token_concept(p[9], x4)
                if 'scheduledTiming' in x3:
                    x4 = x3['scheduledTiming']
                    v.date_timing(p[10], x4)
                if 'scheduledPeriod' in x3:
                    x4 = x3['scheduledPeriod']
                    v.date_period(p[10], x4)
                if 'performer' in x3:
                    for x4 in x3['performer']:
                        v.reference_reference(p[25], x4, '')
            if 'reference' in x1:
                x3 = x1['reference']
                v.reference_reference(p[11], x3, '')
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            v.reference_reference(p[12], x1, '')
    if 'careTeam' in r:
        for x1 in r['careTeam']:
            v.reference_reference(p[13], x1, '')
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[14], x1)
    if 'addresses' in r:
        for x1 in r['addresses']:
            v.reference_reference(p[15], x1, '')
    if 'period' in r:
        x1 = r['period']
        v.date_period(p[16], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[17], x1, '')
    if 'goal' in r:
        for x1 in r['goal']:
            v.reference_reference(p[18], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[19], x1)
    if 'instantiatesCanonical' in r:
        for x1 in r['instantiatesCanonical']:
            v.reference_canonical(p[20], x1)
    if 'instantiatesUri' in r:
        for x1 in r['instantiatesUri']:
            v.uri_text(p[21], x1)
    if 'intent' in r:
        x1 = r['intent']
        v.token_code(p[22], x1, 'http://hl7.org/fhir/request-intent')
    if 'partOf' in r:
        for x1 in r['partOf']:
            v.reference_reference(p[23], x1, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[24], x1, 'Patient')
        v.reference_reference(p[28], x1, '')
    if 'replaces' in r:
        for x1 in r['replaces']:
            v.reference_reference(p[26], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[27], x1, 'http://hl7.org/fhir/request-status')


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
    if 'activity' in r:
        for x1 in r['activity']:
            if 'detail' in x1:
                x3 = x1['detail']
                if 'performer' in x3:
                    for x4 in x3['performer']:
                        v.patient(x4)
