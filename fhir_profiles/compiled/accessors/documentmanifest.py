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
        for x1 in r['author']:
            v.reference_reference(p[9], x1, '')
    if 'created' in r:
        x1 = r['created']
        v.date_moment(p[10], x1)
    if 'description' in r:
        x1 = r['description']
        v.string_text(p[11], x1)
    if 'masterIdentifier' in r:
        x1 = r['masterIdentifier']
        v.token_identifier(p[12], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[12], x1)
    if 'content' in r:
        for x1 in r['content']:
            v.reference_reference(p[13], x1, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[14], x1, 'Patient')
        v.reference_reference(p[20], x1, '')
    if 'recipient' in r:
        for x1 in r['recipient']:
            v.reference_reference(p[15], x1, '')
    if 'related' in r:
        for x1 in r['related']:
            if 'identifier' in x1:
                x3 = x1['identifier']
                v.token_identifier(p[16], x3)
            if 'ref' in x1:
                x3 = x1['ref']
                v.reference_reference(p[17], x3, '')
    if 'source' in r:
        x1 = r['source']
        v.uri_text(p[18], x1)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[19], x1, 'http://hl7.org/fhir/document-reference-status')
    if 'type' in r:
        x1 = r['type']
        v.token_concept(p[21], x1)


def patients(r, v):
    if 'author' in r:
        for x1 in r['author']:
            v.patient(x1)
    if 'recipient' in r:
        for x1 in r['recipient']:
            v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
