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
    if 'participant' in r:
        for x1 in r['participant']:
            if 'actor' in x1:
                x3 = x1['actor']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[9], k, i, u)))
                    if k == 'Location':
                        references(new(Reference, (p[14], k, i, u)))
                    if k == 'Patient':
                        references(new(Reference, (p[16], k, i, u)))
                    if k == 'Practitioner':
                        references(new(Reference, (p[17], k, i, u)))
            if 'status' in x1:
                x3 = x1['status']
                tokens(new(Token, (p[15], 'http://hl7.org/fhir/participationstatus', x3)))
    if 'appointmentType' in r:
        x1 = r['appointmentType']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[10], c.get('system', ''), c['code'])))
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[11], k, i, u)))
    if 'start' in r:
        x1 = r['start']
        v.date_moment(p[12], x1)
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[13], x1.get('system', ''), x1['value'])))
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[18], c.get('system', ''), c['code'])))
    if 'reasonReference' in r:
        for x1 in r['reasonReference']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[19], k, i, u)))
    if 'serviceCategory' in r:
        for x1 in r['serviceCategory']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[20], c.get('system', ''), c['code'])))
    if 'serviceType' in r:
        for x1 in r['serviceType']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[21], c.get('system', ''), c['code'])))
    if 'slot' in r:
        for x1 in r['slot']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[22], k, i, u)))
    if 'specialty' in r:
        for x1 in r['specialty']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[23], c.get('system', ''), c['code'])))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[24], 'http://hl7.org/fhir/appointmentstatus', x1)))
    if 'supportingInformation' in r:
        for x1 in r['supportingInformation']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[25], k, i, u)))


def patients(r, v):
    if 'participant' in r:
        for x1 in r['participant']:
            if 'actor' in x1:
                x3 = x1['actor']
                v.patient(x3)

