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
    if 'created' in r:
        x1 = r['created']
        v.date_moment(p[9], x1)
    if 'disposition' in r:
        x1 = r['disposition']
        v.string_text(p[10], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[11], x1)
    if 'insurer' in r:
        x1 = r['insurer']
        v.reference_reference(p[12], x1, '')
    if 'outcome' in r:
        x1 = r['outcome']
        v.token_code(p[13], x1, 'http://hl7.org/fhir/remittance-outcome')
    if 'patient' in r:
        x1 = r['patient']
        v.reference_reference(p[14], x1, '')
    if 'payment' in r:
        x1 = r['payment']
        if 'date' in x1:
            x2 = x1['date']
            v.date_moment(p[15], x2)
    if 'request' in r:
        x1 = r['request']
        v.reference_reference(p[16], x1, '')
    if 'requestor' in r:
        x1 = r['requestor']
        v.reference_reference(p[17], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[18], x1, 'http://hl7.org/fhir/fm-status')
    if 'use' in r:
        x1 = r['use']
        v.token_code(p[19], x1, 'http://hl7.org/fhir/claim-use')


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)
