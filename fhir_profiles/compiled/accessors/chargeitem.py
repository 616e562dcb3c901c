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
        for x1 in r['account']:
            v.reference_reference(p[9], x1, '')
    if 'code' in r:
        x1 = r['code']
        v.token_concept(p[10], x1)
    if 'context' in r:
        x1 = r['context']
        v.reference_reference(p[11], x1, '')
    if 'enteredDate' in r:
        x1 = r['enteredDate']
        v.date_moment(p[12], x1)
    if 'enterer' in r:
        x1 = r['enterer']
        v.reference_reference(p[13], x1, '')
    if 'factorOverride' in r:
        x1 = r['factorOverride']
        v.quantity_number(p[14], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[15], x1)
    if 'occurrenceDateTime' in r:
        x1 = r['occurrenceDateTime']
        v.date_moment(p[16], x1)
    if 'occurrencePeriod' in r:
        x1 = r['occurrencePeriod']
        v.date_period(p[16], x1)
    if 'occurrenceTiming' in r:
        x1 = r['occurrenceTiming']
        v.date_timing(p[16], x1)
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[17], x1, 'Patient')
        v.reference_reference(p[25], x1, '')
    if 'performer' in r:
        for x1 in r['performer']:
            if 'actor' in x1:
                x3 = x1['actor']
                v.reference_reference(p[18], x3, '')
            if 'function' in x1:
                x3 = x1['function']
                v.token_concept(p[19], x3)
    if 'performingOrganization' in r:
        x1 = r['performingOrganization']
        v.reference_reference(p[20], x1, '')
    if 'priceOverride' in r:
        x1 = r['priceOverride']
        v.quantity_money(p[21], x1)
    if 'quantity' in r:
        x1 = r['quantity']
        v.quantity_quantity(p[22], x1)
    if 'requestingOrganization' in r:
        x1 = r['requestingOrganization']
        v.reference_reference(p[23], x1, '')
    if 'service' in r:
        for x1 in r['service']:
            v.reference_reference(p[24], x1, '')


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
