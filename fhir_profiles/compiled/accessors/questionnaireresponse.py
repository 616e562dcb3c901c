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
    if 'authored' in r:
        x1 = r['authored']
        v.date_moment(p[10], x1)
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            v.reference_reference(p[11], x1, '')
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[12], x1, '')
    if 'identifier' in r:
        x1 = r['identifier']
        v.token_identifier(p[13], x1)
    if 'partOf' in r:
        for x1 in r['partOf']:
            v.reference_reference(p[14], x1, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[15], x1, 'Patient')
        v.reference_reference(p[19], x1, '')
    if 'questionnaire' in r:
        x1 = r['questionnaire']
        v.reference_canonical(p[16], x1)
    if 'source' in r:
        x1 = r['source']
        v.reference_reference(p[17], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[18], x1, 'http://hl7.org/fhir/questionnaire-answers-status')


def patients(r, v):
    if 'author' in r:
        x1 = r['author']
        v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
