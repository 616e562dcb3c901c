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
    if 'actuality' in r:
        x1 = r['actuality']
        v.token_code(p[9], x1, 'http://hl7.org/fhir/adverse-event-actuality')
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[10], x1)
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[11], x1)
    if 'event' in r:
        x1 = r['event']
        v.token_concept(p[12], x1)
    if 'location' in r:
        x1 = r['location']
        v.reference_reference(p[13], x1, '')
    if 'recorder' in r:
        x1 = r['recorder']
        v.reference_reference(p[14], x1, '')
    if 'resultingCondition' in r:
        for x1 in r['resultingCondition']:
            v.reference_reference(p[15], x1, '')
    if 'seriousness' in r:
        x1 = r['seriousness']
        v.token_concept(p[16], x1)
    if 'severity' in r:
        x1 = r['severity']
        v.token_concept(p[17], x1)
    if 'study' in r:
        for x1 in r['study']:
            v.reference_reference(p[18], x1, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[19], x1, '')
    if 'suspectEntity' in r:
        for x1 in r['suspectEntity']:
            if 'instance' in x1:
                x3 = x1['instance']
                v.reference_reference(p[20], x3, '')


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
