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
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[11], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[12], x1)
    if 'instantiatesCanonical' in r:
        for x1 in r['instantiatesCanonical']:
            v.reference_canonical(p[13], x1)
    if 'instantiatesUri' in r:
        for x1 in r['instantiatesUri']:
            v.uri_text(p[14], x1)
    if 'medium' in r:
        for x1 in r['medium']:
            v.token_concept(p[15], x1)
    if 'partOf' in r:
        for x1 in r['partOf']:
            v.reference_reference(p[16], x1, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[17], x1, 'Patient')
        v.reference_reference(p[23], x1, '')
    if 'received' in r:
        x1 = r['received']
        v.date_moment(p[18], x1)
    if 'recipient' in r:
        for x1 in r['recipient']:
            v.reference_reference(p[19], x1, '')
    if 'sender' in r:
        x1 = r['sender']
        v.reference_reference(p[20], x1, '')
    if 'sent' in r:
        x1 = r['sent']
        v.date_moment(p[21], x1)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[22], x1, 'http://hl7.org/fhir/event-status')


def patients(r, v):
    if 'recipient' in r:
        for x1 in r['recipient']:
            v.patient(x1)
    if 'sender' in r:
        x1 = r['sender']
        v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
