from fhir_profiles.index_values import ReferenceValue as Reference
from fhir_profiles.index_values import StringValue as String
from fhir_profiles.index_values import TokenValue as Token
from fhir_profiles.index_values import UriValue as Uri
from fhir_profiles.index_values import split_literal

new = tuple.__new__


def index(r, p, v):
    tokens, strings, uris, references = v.tokens.append, v.strings.append, v.uris.append, v.references.append
    if 'meta' in r:
        x1 = r['meta']
        if 'profile' in x1:
            for x2 in x1['profile']:
                if x2 is None:
                    continue
                uris(new(Uri, (p[3], x2)))
        if 'security' in x1:
            for x2 in x1['security']:
                if 'code' in x2:
                    tokens(new(Token, (p[5], x2.get('system', ''), x2['code'])))
        if 'source' in x1:
            x2 = x1['source']
            uris(new(Uri, (p[6], x2)))
        if 'tag' in x1:
            for x2 in x1['tag']:
                if 'code' in x2:
                    tokens(new(Token, (p[7], x2.get('system', ''), x2['code'])))
    if 'deviceName' in r:
        for x1 in r['deviceName']:
            if 'name' in x1:
                x3 = x1['name']
                strings(new(String, (p[9], x3)))
    if 'type' in r:
        x1 = r['type']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[17], c.get('system', ''), c['code'])))
        if 'coding' in x1:
            for x2 in x1['coding']:
                if 'display' in x2:
                    x4 = x2['display']
                    strings(new(String, (p[9], x4)))
        if 'text' in x1:
            x2 = x1['text']
            strings(new(String, (p[9], x2)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[10], x1.get('system', ''), x1['value'])))
    if 'location' in r:
        x1 = r['location']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[11], k, i, u)))
    if 'manufacturer' in r:
        x1 = r['manufacturer']
        strings(new(String, (p[12], x1)))
    if 'modelNumber' in r:
        x1 = r['modelNumber']
        strings(new(String, (p[13], x1)))
    if 'owner' in r:
        x1 = r['owner']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[14], k, i, u)))
    if 'patient' in r:
        x1 = r['patient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[15], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[16], 'http://hl7.org/fhir/device-status', x1)))
    if 'udiCarrier' in r:
        for x1 in r['udiCarrier']:
            if 'carrierHRF' in x1:
                x3 = x1['carrierHRF']
                strings(new(String, (p[18], x3)))
            if 'deviceIdentifier' in x1:
                x3 = x1['deviceIdentifier']
                strings(new(String, (p[19], x3)))
    if 'url' in r:
        x1 = r['url']
        uris(new(Uri, (p[20], x1)))


def patients(r, v):
    return
