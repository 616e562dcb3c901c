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
    if 'asserter' in r:
        x1 = r['asserter']
        v.reference_reference(p[9], x1, '')
    if 'category' in r:
        for x1 in r['category']:
            v.token_code(p[10], x1, 'http://hl7.org/fhir/allergy-intolerance-category')
    if 'clinicalStatus' in r:
        x1 = r['clinicalStatus']
        v.token_concept(p[11], x1)
    if 'code' in r:
        x1 = r['code']
        v.token_concept(p[12], x1)
    if 'reaction' in r:
        for x1 in r['reaction']:
            if 'substance' in x1:
                x3 = x1['substance']
                v.token_concept(p[12], x3)
            if 'manifestation' in x1:
                for x3 in x1['manifestation']:
                    v.token_concept(p[17], x3)
            if 'onset' in x1:
                x3 = x1['onset']
                v.date_moment(p[18], x3)
            if 'exposureRoute' in x1:
                x3 = x1['exposureRoute']
                v.token_concept(p[21], x3)
            if 'severity' in x1:
                x3 = x1['severity']
                v.token_code(p[22], x3, 'http://hl7.org/fhir/reaction-event-severity')
    if 'criticality' in r:
        x1 = r['criticality']
        v.token_code(p[13], x1, 'http://hl7.org/fhir/allergy-intolerance-criticality')
    if 'recordedDate' in r:
        x1 = r['recordedDate']
        v.date_moment(p[14], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[15], x1)
    if 'lastOccurrence' in r:
        x1 = r['lastOccurrence']
        v.date_moment(p[16], x1)
    if 'patient' in r:
        x1 = r['patient']
        v.reference_reference(p[19], x1, '')
    if 'recorder' in r:
        x1 = r['recorder']
        v.reference_reference(p[20], x1, '')
    if 'type' in r:
        x1 = r['type']
        v.token_code(p[23], x1, 'http://hl7.org/fhir/allergy-intolerance-type')
    if 'verificationStatus' in r:
        x1 = r['verificationStatus']
        v.token_concept(p[24], x1)


def patients(r, v):
    if 'asserter' in r:
        x1 = r['asserter']
        v.patient(x1)
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)
    if 'recorder' in r:
        x1 = r['recorder']
        v.patient(x1)
