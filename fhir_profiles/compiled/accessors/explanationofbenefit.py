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
    if 'careTeam' in r:
        for x1 in r['careTeam']:
            if 'provider' in x1:
                x3 = x1['provider']
                v.reference_reference(p[9], x3, '')
    if 'claim' in r:
        x1 = r['claim']
        v.reference_reference(p[10], x1, '')
    if 'insurance' in r:
        for x1 in r['insurance']:
            if 'coverage' in x1:
                x3 = x1['coverage']
                v.reference_reference(p[11], x3, '')
    if 'created' in r:
        x1 = r['created']
        v.date_moment(p[12], x1)
    if 'item' in r:
        for x1 in r['item']:
            if 'detail' in x1:
                for x3 in x1['detail']:
                    if 'udi' in x3:
                        for x5 in x3['udi']:
                            v.reference_reference(p[13], x5, '')
                    if 'subDetail' in x3:
                        for x5 in x3['subDetail']:
                            if 'udi' in x5:
                                for x7 in x5['udi']:
                                    v.reference_reference(p[25], x7, '')
            if 'encounter' in x1:
                for x3 in x1['encounter']:
                    v.reference_reference(p[15], x3, '')
            if 'udi' in x1:
                for x3 in x1['udi']:
                    v.reference_reference(p[19], x3, '')
    if 'disposition' in r:
        x1 = r['disposition']
        v.string_text(p[14], x1)
    if 'enterer' in r:
        x1 = r['enterer']
        v.reference_reference(p[16], x1, '')
    if 'facility' in r:
        x1 = r['facility']
        v.reference_reference(p[17], x1, '')
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[18], x1)
    if 'patient' in r:
        x1 = r['patient']
        v.reference_reference(p[20], x1, '')
    if 'payee' in r:
        x1 = r['payee']
        if 'party' in x1:
            x2 = x1['party']
            v.reference_reference(p[21], x2, '')
    if 'procedure' in r:
        for x1 in r['procedure']:
            if 'udi' in x1:
                for x3 in x1['udi']:
                    v.reference_reference(p[22], x3, '')
    if 'provider' in r:
        x1 = r['provider']
        v.reference_reference(p[23], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[24], x1, 'http://hl7.org/fhir/explanationofbenefit-status')


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)
    if 'payee' in r:
        x1 = r['payee']
        if 'party' in x1:
            x2 = x1['party']
            v.patient(x2)
