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
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            v.reference_reference(p[10], x1, '')
    if 'businessStatus' in r:
        x1 = r['businessStatus']
        v.token_concept(p[11], x1)
    if 'code' in r:
        x1 = r['code']
        v.token_concept(p[12], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[13], x1, '')
    if 'focus' in r:
        x1 = r['focus']
        v.reference_reference(p[14], x1, '')
    if 'groupIdentifier' in r:
        x1 = r['groupIdentifier']
        v.token_identifier(p[15], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[16], x1)
    if 'intent' in r:
        x1 = r['intent']
        v.token_code(p[17], x1, '')
    if 'lastModified' in r:
        x1 = r['lastModified']
        v.date_moment(p[18], x1)
    if 'owner' in r:
        x1 = r['owner']
        v.reference_reference(p[19], x1, '')
    if 'partOf' in r:
        for x1 in r['partOf']:
            v.reference_reference(p[20], x1, '')
    if 'for' in r:
        x1 = r['for']
        v.reference_reference(p[21], x1, 'Patient')
        v.reference_reference(p[27], x1, '')
    if 'performerType' in r:
        for x1 in r['performerType']:
            v.token_concept(p[22], x1)
    if 'executionPeriod' in r:
        x1 = r['executionPeriod']
        v.date_period(p[23], x1)
    if 'priority' in r:
        x1 = r['priority']
        v.token_code(p[24], x1, 'http://hl7.org/fhir/request-priority')
    if 'requester' in r:
        x1 = r['requester']
        v.reference_reference(p[25], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[26], x1, 'http://hl7.org/fhir/task-status')


def patients(r, v):
    if 'focus' in r:
        x1 = r['focus']
        v.patient(x1)
    if 'for' in r:
        x1 = r['for']
        v.patient(x1)
