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
    if 'deviceName' in r:
        for x1 in r['deviceName']:
            if 'name' in x1:
                x3 = x1['name']
                v.string_text(p[9], x3)
    if 'type' in r:
        x1 = r['type']
        v.token_concept(p[17], x1)
        if 'coding' in x1:
            for x2 in x1['coding']:
                if 'display' in x2:
                    x4 = x2['display']
                    v.string_text(p[9], x4)
        if 'text' in x1:
            x2 = x1['text']
            v.string_text(p[9], x2)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[10], x1)
    if 'location' in r:
        x1 = r['location']
        v.reference_reference(p[11], x1, '')
    if 'manufacturer' in r:
        x1 = r['manufacturer']
        v.string_text(p[12], x1)
    if 'modelNumber' in r:
        x1 = r['modelNumber']
        v.string_text(p[13], x1)
    if 'owner' in r:
        x1 = r['owner']
        v.reference_reference(p[14], x1, '')
    if 'patient' in r:
        x1 = r['patient']
        v.reference_reference(p[15], x1, '')
    if 'status' in r:
        x1 = r['status']
        v.token_code(p[16], x1, 'http://hl7.org/fhir/device-status')
    if 'udiCarrier' in r:
        for x1 in r['udiCarrier']:
            if 'carrierHRF' in x1:
                x3 = x1['carrierHRF']
                v.string_text(p[18], x3)
            if 'deviceIdentifier' in x1:
                x3 = x1['deviceIdentifier']
                v.string_text(p[19], x3)
    if 'url' in r:
        x1 = r['url']
        v.uri_text(p[20], x1)


def patients(r, v):
    return
