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
    if 'authoredOn' in r:
        x1 = r['authoredOn']
        v.date_moment(p[9], x1)
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            v.reference_reference(p[10], x1, '')
    if 'bodySite' in r:
        for x1 in r['bodySite']:
            v.token_concept(p[11], x1)
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[12], x1)
    if 'code' in r:
        x1 = r['code']
        v.token_concept(p[13], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        v.reference_reference(p[14], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[15], x1)
    if 'instantiatesCanonical' in r:
        for x1 in r['instantiatesCanonical']:
            v.reference_canonical(p[16], x1)
    if 'instantiatesUri' in r:
        for x1 in r['instantiatesUri']:
            v.uri_text(p[17], x1)
    if 'intent' in r:
        x1 = r['intent']
        v.token_code(p[18], x1, 'http://hl7.org/fhir/request-intent')
    if 'occurrenceDateTime' in r:
        x1 = r['occurrenceDateTime']
        v.date_moment(p[19], x1)
    if 'occurrencePeriod' in r:
        x1 = r['occurrencePeriod']
        v.date_period(p[19], x1)
    if 'occurrenceTiming' in r:
        x1 = r['occurrenceTiming']
        v.date_timing(p[19], x1)
    if 'orderDetail' in r:
        for x1 in r['orderDetail']:
            if 'text' in x1:
                x3 = x1['text']
                v.token_text(p[20], x3)
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[21], x1, 'Patient')
        v.reference_reference(p[30], x1, '')
    if 'performer' in r:
        for x1 in r['performer']:
            v.reference_reference(p[22], x1, '')
    if 'performerType' in r:
        x1 = r['performerType']
        v.token_concept(p[23], x1)
    if 'priority' in r:
        x1 = r['priority']
        v.token_code(p[24], x1, 'http://hl7.org/fhir/request-priority')
    if 'replaces' in r:
        for x1 in r['replaces']:
            v.reference_reference(p[25], x1, '')
    if 'requester' in r:
        x1 = r['requester']
        v.reference_reference(p[26], x1, '')
    if 'requisition' in r:
        x1 = r['requisition']
        v.token_identifier(p[27], x1)
    if 'specimen' in r:
        for x1 in r['specimen']:
            v.reference_reference(p[28], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[29], x1, 'http://hl7.org/fhir/request-status')


def patients(r, v):
    if 'performer' in r:
        for x1 in r['performer']:
            v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
