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
    if 'action' in r:
        x1 = r['action']
        v.token_code(p[9], x1, 'http://hl7.org/fhir/audit-event-action')
    if 'agent' in r:
        for x1 in r['agent']:
            if 'network' in x1:
                x3 = x1['network']
                if 'address' in x3:
                    x4 = x3['address']
                    v.string_text(p[10], x4)
            if 'who' in x1:
                x3 = x1['who']
                v.reference_reference(p[11], x3, '')
                v.reference_reference(p[21], x3, 'Patient')
            if 'name' in x1:
                x3 = x1['name']
                v.string_text(p[12], x3)
            if 'role' in x1:
                for x3 in x1['role']:
                    v.token_concept(p[13], x3)
            if 'altId' in x1:
                x3 = x1['altId']
                v.token_text(p[14], x3)
            if 'policy' in x1:
                for x3 in x1['policy']:
                    v.uri_text(p[22], x3)
    if 'recorded' in r:
        x1 = r['recorded']
        v.date_moment(p[15], x1)
    if 'entity' in r:
        for x1 in r['entity']:
            if 'what' in x1:
                x3 = x1['what']
                v.reference_reference(p[16], x3, '')
                v.reference_reference(p[21], x3, 'Patient')
            if 'name' in x1:
                x3 = x1['name']
                v.string_text(p[17], x3)
            if 'role' in x1:
                x3 = x1['role']
                v.token_coding(p[18], x3)
            if 'type' in x1:
                x3 = x1['type']
                v.token_coding(p[19], x3)
    if 'outcome' in r:
        x1 = r['outcome']
        v.token_code(p[20], x1, 'http://hl7.org/fhir/audit-event-outcome')
    if 'source' in r:
        x1 = r['source']
        if 'site' in x1:
            x2 = x1['site']
            v.token_text(p[23], x2)
        if 'observer' in x1:
            x2 = x1['observer']
            v.reference_reference(p[24], x2, '')
    if 'subtype' in r:
        for x1 in r['subtype']:
            v.token_coding(p[25], x1)
    if 'type' in r:
        x1 = r['type']
        v.token_coding(p[26], x1)


def patients(r, v):
    if 'agent' in r:
        for x1 in r['agent']:
            if 'who' in x1:
                x3 = x1['who']
                v.patient(x3)
    if 'entity' in r:
        for x1 in r['entity']:
            if 'what' in x1:
                x3 = x1['what']
                v.patient(x3)
