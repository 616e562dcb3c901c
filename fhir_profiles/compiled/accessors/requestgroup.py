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
    if 'author' in r:
        x1 = r['author']
        v.reference_reference(p[9], x1, '')
    if 'authoredOn' in r:
        x1 = r['authoredOn']
        v.date_moment(p[10], x1)
    if 'code' in r:
        x1 = r['code']
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
    if 'instantiatesCanonical' in r:
        for x1 in r['instantiatesCanonical']:
            v.reference_canonical(p[15], x1)
    if 'instantiatesUri' in r:
        for x1 in r['instantiatesUri']:
            v.uri_text(p[16], x1)
    if 'intent' in r:
        x1 = r['intent']
        v.token_code(p[17], x1, 'http://hl7.org/fhir/request-intent')
    if 'action' in r:
        for x1 in r['action']:
            if 'participant' in x1:
                for x3 in x1['participant']:
                    v.reference_reference(p[18], x3, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[19], x1, 'Patient')
        v.reference_reference(p[22], x1, '')
    if 'priority' in r:
        x1 = r['priority']
        v.token_code(p[20], x1, 'http://hl7.org/fhir/request-priority')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[21], x1, 'http://hl7.org/fhir/request-status')


def patients(r, v):
    if 'action' in r:
        for x1 in r['action']:
            if 'participant' in x1:
                for x3 in x1['participant']:
                    v.patient(x3)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
