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
    if 'authenticator' in r:
        x1 = r['authenticator']
        v.reference_reference(p[9], x1, '')
    if 'author' in r:
        for x1 in r['author']:
            v.reference_reference(p[10], x1, '')
    if 'category' in r:
        for x1 in r['category']:
            v.token_concept(p[11], x1)
    if 'content' in r:
        for x1 in r['content']:
            if 'attachment' in x1:
                x3 = x1['attachment']
                if 'contentType' in x3:
                    x4 = x3['contentType']
                    v.token_code(p[12], x4, '')
                if 'language' in x3:
                    x4 = x3['language']
                    v.token_code(p[21], x4, '')
                if 'url' in x3:
                    x4 = x3['url']
                    v.uri_text(p[22], x4)
            if 'format' in x1:
                x3 = x1['format']
                v.token_coding(p[19], x3)
    if 'custodian' in r:
        x1 = r['custodian']
        v.reference_reference(p[13], x1, '')
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[14], x1)
    if 'description' in r:
        x1 = r['description']
        v.string_text(p[15], x1)
    if 'context' in r:
        x1 = r['context']
        if 'encounter' in x1:
            for x2 in x1['encounter']:
                v.reference_reference(p[16], x2, '')
        if 'event' in x1:
            for x2 in x1['event']:
                v.token_concept(p[17], x2)
        if 'facilityType' in x1:
            x2 = x1['facilityType']
            v.token_concept(p[18], x2)
        if 'period' in x1:
            x2 = x1['period']
            v.date_period(p[24], x2)
        if 'related' in x1:
            for x2 in x1['related']:
                v.reference_reference(p[25], x2, '')
        if 'practiceSetting' in x1:
            x2 = x1['practiceSetting']
            v.token_concept(p[30], x2)
    if 'masterIdentifier' in r:
        x1 = r['masterIdentifier']
        v.token_identifier(p[20], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[20], x1)
    if 'subject' in r:
        x1 = r['subject']
        v.reference_reference(p[23], x1, 'Patient')
        v.reference_reference(p[32], x1, '')
    if 'relatesTo' in r:
        for x1 in r['relatesTo']:
            if 'target' in x1:
                x3 = x1['target']
                v.reference_reference(p[26], x3, '')
            if 'code' in x1:
                x3 = x1['code']
                v.token_code(p[27], x3, 'http://hl7.org/fhir/document-relationship-type')
    if 'securityLabel' in r:
        for x1 in r['securityLabel']:
            v.token_concept(p[29], x1)
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[31], x1, 'http://hl7.org/fhir/document-reference-status')
    if 'type' in r:
        x1 = r['type']
        v.token_concept(p[33], x1)


def patients(r, v):
    if 'author' in r:
        for x1 in r['author']:
            v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)
