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
    if 'attester' in r:
        for x1 in r['attester']:
            if 'party' in x1:
                x3 = x1['party']
                v.reference_reference(p[9], x3, '')
    if 'author' in r:
        for x1 in r['author']:
            v.reference_reference(p[10], x1, '')
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[11], x1)
    if 'confidentiality' in r:
        x1 = r['confidentiality']
        v.token_code(p[12], x1, 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality')
    if 'event' in r:
        for x1 in r['event']:
            if 'code' in x1:
                for x3 in x1['code']:
                    v.token_concept(p[13], x3)
            if 'period' in x1:
                x3 = x1['period']
                v.date_period(p[19], x3)
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[14], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[15], x1, '')
    if 'section' in r:
        for x1 in r['section']:
            if 'entry' in x1:
                for x3 in x1['entry']:
                    v.reference_reference(p[16], x3, '')
            if 'code' in x1:
                x3 = x1['code']
                v.token_concept(p[22], x3)
    if 'identifier' in r:
        x1 = r['identifier']
        v.token_identifier(p[17], x1)
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[18], x1, 'Patient')
        v.reference_reference(p[24], x1, '')
    if 'relatesTo' in r:
        for x1 in r['relatesTo']:
            if 'targetIdentifier' in x1:
                x3 = x1['targetIdentifier']
                v.token_identifier(p[20], x3)
            if 'targetReference' in x1:
                x3 = x1['targetReference']
                v.reference_reference(p[21], x3, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[23], x1, 'http://hl7.org/fhir/composition-status')
    if 'title' in r:
        x1 = r['title']
        v.string_text(p[25], x1)
    if 'type' in r:
        x1 = r['type']
        v.token_concept(p[26], x1)


def patients(r, v):
    if 'attester' in r:
        for x1 in r['attester']:
            if 'party' in x1:
                x3 = x1['party']
                v.patient(x3)
    if 'author' in r:
        for x1 in r['author']:
            v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
