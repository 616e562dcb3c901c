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
    if 'series' in r:
        for x1 in r['series']:
            if 'bodySite' in x1:
                x3 = x1['bodySite']
                v.token_coding(p[10], x3)
            if 'instance' in x1:
                for x3 in x1['instance']:
                    if 'sopClass' in x3:
                        x5 = x3['sopClass']
                        v.token_coding(p[11], x5)
                    if 'uid' in x3:
                        x5 = x3['uid']
                        v.token_text(p[15], x5)
            if 'endpoint' in x1:
                for x3 in x1['endpoint']:
                    v.reference_reference(p[13], x3, '')
            if 'modality' in x1:
                x3 = x1['modality']
                v.token_coding(p[17], x3)
            if 'performer' in x1:
                for x3 in x1['performer']:
                    if 'actor' in x3:
                        x5 = x3['actor']
                        v.reference_reference(p[19], x5, '')
            if 'uid' in x1:
                x3 = x1['uid']
                v.token_text(p[22], x3)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[12], x1, '')
    if 'endpoint' in r:
        for x1 in r['endpoint']:
            v.reference_reference(p[13], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[14], x1)
    if 'interpreter' in r:
        for x1 in r['interpreter']:
            v.reference_reference(p[16], x1, '')
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[18], x1, 'Patient')
        v.reference_reference(p[25], x1, '')
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            v.token_concept(p[20], x1)
    if 'referrer' in r:
        x1 = r['referrer']
        v.reference_reference(p[21], x1, '')
    if 'started' in r:
        x1 = r['started']
        v.date_moment(p[23], x1)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[24], x1, 'http://hl7.org/fhir/imagingstudy-status')


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
