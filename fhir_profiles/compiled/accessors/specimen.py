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
    if 'accessionIdentifier' in r:
        x1 = r['accessionIdentifier']
        v.token_identifier(p[9], x1)
    if 'collection' in r:
        x1 = r['collection']
        if 'bodySite' in x1:
            x2 = x1['bodySite']
            v.token_concept(p[10], x2)
        if 'collectedDateTime' in x1:
            x2 = x1['collectedDateTime']
            v.date_moment(p[11], x2)
        if 'collectedPeriod' in x1:
            x2 = x1['collectedPeriod']
            v.date_period(p[11], x2)
        if 'collector' in x1:
            x2 = x1['collector']
            v.reference_reference(p[12], x2, '')
    if 'container' in r:
        for x1 in r['container']:
            if 'type' in x1:
                x3 = x1['type']
                v.token_concept(p[13], x3)
            if 'identifier' in x1:
                for x3 in x1['identifier']:
                    v.token_identifier(p[14], x3)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[15], x1)
    if 'parent' in r:
        for x1 in r['parent']:
            v.reference_reference(p[16], x1, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[17], x1, 'Patient')
        v.reference_reference(p[19], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[18], x1, 'http://hl7.org/fhir/specimen-status')
    if 'type' in r:
        x1 = r['type']
        v.token_concept(p[20], x1)


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
