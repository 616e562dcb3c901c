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
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[11], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[12], x1, '')
    if 'groupIdentifier' in r:
        x1 = r['groupIdentifier']
        v.token_identifier(p[13], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[14], x1)
    if 'medium' in r:
        for x1 in r['medium']:
            v.token_concept(p[15], x1)
    if 'occurrenceDateTime' in r:
        x1 = r['occurrenceDateTime']
        v.date_moment(p[16], x1)
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[17], x1, 'Patient')
        v.reference_reference(p[24], x1, '')
    if 'priority' in r:
        x1 = r['priority']
        v.token_code(p[18], x1, 'http://hl7.org/fhir/request-priority')
    if 'recipient' in r:
        for x1 in r['recipient']:
            v.reference_reference(p[19], x1, '')
    if 'replaces' in r:
        for x1 in r['replaces']:
            v.reference_reference(p[20], x1, '')
    if 'requester' in r:
        x1 = r['requester']
        v.reference_reference(p[21], x1, '')
    if 'sender' in r:
        x1 = r['sender']
        v.reference_reference(p[22], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[23], x1, 'http://hl7.org/fhir/request-status')


def patients(r, v):
    if 'recipient' in r:
        for x1 in r['recipient']:
            v.patient(x1)
    if 'requester' in r:
        x1 = r['requester']
        v.patient(x1)
    if 'sender' in r:
        x1 = r['sender']
        v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
