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
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[9], x1)
    if 'period' in r:
        x1 = r['period']
        v.date_period(p[10], x1)
    if 'focus' in r:
        for x1 in r['focus']:
            v.token_concept(p[11], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[12], x1)
    if 'keyword' in r:
        for x1 in r['keyword']:
            v.token_concept(p[13], x1)
    if 'location' in r:
        for x1 in r['location']:
            v.token_concept(p[14], x1)
    if 'partOf' in r:
        for x1 in r['partOf']:
            v.reference_reference(p[15], x1, '')
    if 'principalInvestigator' in r:
        x1 = r['principalInvestigator']
        v.reference_reference(p[16], x1, '')
    if 'protocol' in r:
        for x1 in r['protocol']:
            v.reference_reference(p[17], x1, '')
    if 'site' in r:
        for x1 in r['site']:
            v.reference_reference(p[18], x1, '')
    if 'sponsor' in r:
        x1 = r['sponsor']
        v.reference_reference(p[19], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[20], x1, 'http://hl7.org/fhir/research-study-status')
    if 'title' in r:
        x1 = r['title']
        v.string_text(p[21], x1)


def patients(r, v):
    return
