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
    if 'code' in r:
        x1 = r['code']
        v.token_concept(p[9], x1)
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[10], x1)
    if 'emptyReason' in r:
        x1 = r['emptyReason']
        v.token_concept(p[11], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[12], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[13], x1)
    if 'entry' in r:
        for x1 in r['entry']:
            if 'item' in x1:
                x3 = x1['item']
                v.reference_reference(p[14], x3, '')
    if 'note' in r:
        for x1 in r['note']:
            if 'text' in x1:
                x3 = x1['text']
                v.string_text(p[15], x3)
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[16], x1, 'Patient')
        v.reference_reference(p[19], x1, '')
    if 'source' in r:
        x1 = r['source']
        v.reference_reference(p[17], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[18], x1, 'http://hl7.org/fhir/list-status')
    if 'title' in r:
        x1 = r['title']
        v.string_text(p[20], x1)


def patients(r, v):
    if 'source' in r:
        x1 = r['source']
        v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
