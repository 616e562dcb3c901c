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
    if 'createdDateTime' in r:
        x1 = r['createdDateTime']
        v.date_moment(p[10], x1)
    if 'createdPeriod' in r:
        x1 = r['createdPeriod']
        v.date_period(p[10], x1)
    if 'device' in r:
        x1 = r['device']
        v.reference_reference(p[11], x1, '')
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[12], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[13], x1)
    if 'modality' in r:
        x1 = r['modality']
        v.token_concept(p[14], x1)
    if 'operator' in r:
        x1 = r['operator']
        v.reference_reference(p[15], x1, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[16], x1, 'Patient')
        v.reference_reference(p[19], x1, '')
    if 'bodySite' in r:
        x1 = r['bodySite']
        v.token_concept(p[17], x1)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[18], x1, 'http://hl7.org/fhir/event-status')
    if 'type' in r:
        x1 = r['type']
        v.token_concept(p[20], x1)
    if 'view' in r:
        x1 = r['view']
        v.token_concept(p[21], x1)


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
