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
    if 'occurrenceDateTime' in r:
        x1 = r['occurrenceDateTime']
        v.date_moment(p[9], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[10], x1)
    if 'location' in r:
        x1 = r['location']
        v.reference_reference(p[11], x1, '')
    if 'lotNumber' in r:
        x1 = r['lotNumber']
        v.string_text(p[12], x1)
    if 'manufacturer' in r:
        x1 = r['manufacturer']
        v.reference_reference(p[13], x1, '')
    if 'patient' in r:
        x1 = r['patient']
        v.reference_reference(p[14], x1, '')
    if 'performer' in r:
        for x1 in r['performer']:
            if 'actor' in x1:
                x3 = x1['actor']
                v.reference_reference(p[15], x3, '')
    if 'reaction' in r:
        for x1 in r['reaction']:
            if 'detail' in x1:
                x3 = x1['detail']
                v.reference_reference(p[16], x3, '')
            if 'date' in x1:
                x3 = x1['date']
                v.date_moment(p[17], x3)
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            v.token_concept(p[18], x1)
    if 'reasonReference' in r:
        for x1 in r['reasonReference']:
            v.reference_reference(p[19], x1, '')
    if 'protocolApplied' in r:
        for x1 in r['protocolApplied']:
            if 'series' in x1:
                x3 = x1['series']
                v.string_text(p[20], x3)
            if 'targetDisease' in x1:
                for x3 in x1['targetDisease']:
                    v.token_concept(p[23], x3)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[21], x1, 'http://hl7.org/fhir/event-status')
    if 'statusReason' in r:
        x1 = r['statusReason']
        v.token_concept(p[22], x1)
    if 'vaccineCode' in r:
        x1 = r['vaccineCode']
        v.token_concept(p[24], x1)


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)
