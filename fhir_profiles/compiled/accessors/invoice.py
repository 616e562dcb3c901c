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
    if 'account' in r:
        x1 = r['account']
        v.reference_reference(p[9], x1, '')
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[10], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[11], x1)
    if 'issuer' in r:
        x1 = r['issuer']
        v.reference_reference(p[12], x1, '')
    if 'participant' in r:
        for x1 in r['participant']:
            if 'actor' in x1:
                x3 = x1['actor']
                v.reference_reference(p[13], x3, '')
            if 'role' in x1:
                x3 = x1['role']
                v.token_concept(p[14], x3)
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[15], x1, 'Patient')
        v.reference_reference(p[18], x1, '')
    if 'recipient' in r:
        x1 = r['recipient']
        v.reference_reference(p[16], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[17], x1, 'http://hl7.org/fhir/invoice-status')
    if 'totalGross' in r:
        x1 = r['totalGross']
        v.quantity_money(p[19], x1)
    if 'totalNet' in r:
        x1 = r['totalNet']
        v.quantity_money(p[20], x1)
    if 'type' in r:
        x1 = r['type']
        v.token_concept(p[21], x1)


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
    if 'recipient' in r:
        x1 = r['recipient']
        v.patient(x1)
