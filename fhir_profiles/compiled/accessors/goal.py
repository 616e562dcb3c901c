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
    if 'achievementStatus' in r:
        x1 = r['achievementStatus']
        v.token_concept(p[9], x1)
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[10], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[11], x1)
    if 'lifecycleStatus' in r:
        x1 = r['lifecycleStatus']
        v.token_code(p[12], x1, 'http://hl7.org/fhir/goal-status')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[13], x1, 'Patient')
        v.reference_reference(p[15], x1, '')
    if 'startDate' in r:
        x1 = r['startDate']
        v.date_moment(p[14], x1)
    if 'target' in r:
        for x1 in r['target']:
            if 'dueDate' in x1:
                x3 = x1['dueDate']
                v.date_moment(p[16], x3)


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
