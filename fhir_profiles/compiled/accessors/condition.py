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
    if 'abatementAge' in r:
        x1 = r['abatementAge']
        v.quantity_quantity(p[9], x1)
    if 'abatementDateTime' in r:
        x1 = r['abatementDateTime']
        v.date_moment(p[10], x1)
    if 'abatementPeriod' in r:
        x1 = r['abatementPeriod']
        v.date_period(p[10], x1)
    if 'abatementString' in r:
        x1 = r['abatementString']
        v.string_text(p[11], x1)
    if 'asserter' in r:
        x1 = r['asserter']
        v.reference_reference(p[12], x1, '')
    if 'bodySite' in r:
        for x1 in r['bodySite']:
            v.token_concept(p[13], x1)
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[14], x1)
    if 'clinicalStatus' in r:
        x1 = r['clinicalStatus']
        v.token_concept(p[15], x1)
    if 'code' in r:
        x1 = r['code']
        v.token_concept(p[16], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[17], x1, '')
    if 'evidence' in r:
        for x1 in r['evidence']:
            if 'code' in x1:
                for x3 in x1['code']:
                    v.token_concept(p[18], x3)
            if 'detail' in x1:
                for x3 in x1['detail']:
                    v.reference_reference(p[19], x3, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[20], x1)
    if 'onsetAge' in r:
        x1 = r['onsetAge']
        v.quantity_quantity(p[21], x1)
    if 'onsetDateTime' in r:
        x1 = r['onsetDateTime']
        v.date_moment(p[22], x1)
    if 'onsetPeriod' in r:
        x1 = r['onsetPeriod']
        v.date_period(p[22], x1)
    if 'onsetString' in r:
        x1 = r['onsetString']
        v.string_text(p[23], x1)
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[24], x1, 'Patient')
        v.reference_reference(p[28], x1, '')
    if 'recordedDate' in r:
        x1 = r['recordedDate']
        v.date_moment(p[25], x1)
    if 'severity' in r:
        x1 = r['severity']
        v.token_concept(p[26], x1)
    if 'stage' in r:
        for x1 in r['stage']:
            if 'summary' in x1:
                x3 = x1['summary']
                v.token_concept(p[27], x3)
    if 'verificationStatus' in r:
        x1 = r['verificationStatus']
        v.token_concept(p[29], x1)


def patients(r, v):
    if 'asserter' in r:
        x1 = r['asserter']
        v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
