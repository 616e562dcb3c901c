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
    if 'action' in r:
        x1 = r['action']
        tokens(new(Token, (p[9], 'http://hl7.org/fhir/audit-event-action', x1)))
    if 'agent' in r:
        for x1 in r['agent']:
            if 'network' in x1:
                x3 = x1['network']
                if 'address' in x3:
                    x4 = x3['address']
                    strings(new(String, (p[10], x4)))
            if 'who' in x1:
                x3 = x1['who']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[11], k, i, u)))
                    if k == 'Patient':
                        references(new(Reference, (p[21], k, i, u)))
            if 'name' in x1:
                x3 = x1['name']
                strings(new(String, (p[12], x3)))
            if 'role' in x1:
                for x3 in x1['role']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            if 'code' in c:
                                tokens(new(Token, (p[13], c.get('system', ''), c['code'])))
            if 'altId' in x1:
                x3 = x1['altId']
                tokens(new(Token, (p[14], '', x3)))
            if 'policy' in x1:
                for x3 in x1['policy']:
                    if x3 is None:
                        continue
                    uris(new(Uri, (p[22], x3)))
    if 'recorded' in r:
        x1 = r['recorded']
        v.date_moment(p[15], x1)
    if 'entity' in r:
        for x1 in r['entity']:
            if 'what' in x1:
                x3 = x1['what']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[16], k, i, u)))
                    if k == 'Patient':
                        references(new(Reference, (p[21], k, i, u)))
            if 'name' in x1:
                x3 = x1['name']
                strings(new(String, (p[17], x3)))
            if 'role' in x1:
                x3 = x1['role']
                if 'code' in x3:
                    tokens(new(Token, (p[18], x3.get('system', ''), x3['code'])))
            if 'type' in x1:
                x3 = x1['type']
                if 'code' in x3:
                    tokens(new(Token, (p[19], x3.get('system', ''), x3['code'])))
    if 'outcome' in r:
        x1 = r['outcome']
        tokens(new(Token, (p[20], 'http://hl7.org/fhir/audit-event-outcome', x1)))
    if 'source' in r:
        x1 = r['source']
        if 'site' in x1:
            x2 = x1['site']
            tokens(new(Token, (p[23], '', x2)))
        if 'observer' in x1:
            x2 = x1['observer']
            if x2.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x2)
                references(new(Reference, (p[24], k, i, u)))
    if 'subtype' in r:
        for x1 in r['subtype']:
            if 'code' in x1:
                tokens(new(Token, (p[25], x1.get('system', ''), x1['code'])))
    if 'type' in r:
        x1 = r['type']
        if 'code' in x1:
            tokens(new(Token, (p[26], x1.get('system', ''), x1['code'])))


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

