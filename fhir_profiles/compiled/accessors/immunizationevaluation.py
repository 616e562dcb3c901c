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
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[9], x1)
    if 'doseStatus' in r:
        x1 = r['doseStatus']
        v.token_concept(p[10], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[11], x1)
    if 'immunizationEvent' in r:
        x1 = r['immunizationEvent']
        v.reference_reference(p[12], x1, '')
    if 'patient' in r:
        x1 = r['patient']
        v.reference_reference(p[13], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[14], x1, 'http://terminology.hl7.org/CodeSystem/medication-admin-status')
    if 'targetDisease' in r:
        x1 = r['targetDisease']
        v.token_concept(p[15], x1)


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)
