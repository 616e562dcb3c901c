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
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[9], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[10], x1)
    if 'recommendation' in r:
        for x1 in r['recommendation']:
            if 'supportingPatientInformation' in x1:
                for x3 in x1['supportingPatientInformation']:
                    v.reference_reference(p[11], x3, '')
            if 'forecastStatus' in x1:
                x3 = x1['forecastStatus']
                v.token_concept(p[13], x3)
            if 'supportingImmunization' in x1:
                for x3 in x1['supportingImmunization']:
                    v.reference_reference(p[14], x3, '')
            if 'targetDisease' in x1:
                x3 = x1['targetDisease']
                v.token_concept(p[15], x3)
            if 'vaccineCode' in x1:
                for x3 in x1['vaccineCode']:
                    v.token_concept(p[16], x3)
    if 'patient' in r:
        x1 = r['patient']
        v.reference_reference(p[12], x1, '')


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)
