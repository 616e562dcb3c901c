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
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[9], k, i, u)))
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[10], c.get('system', ''), c['code'])))
    if 'code' in r:
        x1 = r['code']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[11], c.get('system', ''), c['code'])))
    if 'conclusionCode' in r:
        for x1 in r['conclusionCode']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[12], c.get('system', ''), c['code'])))
    if 'effectiveDateTime' in r:
        x1 = r['effectiveDateTime']
        v.date_moment(p[13], x1)
    if 'effectivePeriod' in r:
        x1 = r['effectivePeriod']
        v.date_period(p[13], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[14], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[15], x1.get('system', ''), x1['value'])))
    if 'issued' in r:
        x1 = r['issued']
        v.date_moment(p[16], x1)
    if 'media' in r:
        for x1 in r['media']:
            if 'link' in x1:
                x3 = x1['link']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[17], k, i, u)))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[18], k, i, u)))
            references(new(Reference, (p[24], k, i, u)))
    if 'performer' in r:
        for x1 in r['performer']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[19], k, i, u)))
    if 'result' in r:
        for x1 in r['result']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[20], k, i, u)))
    if 'resultsInterpreter' in r:
        for x1 in r['resultsInterpreter']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[21], k, i, u)))
    if 'specimen' in r:
        for x1 in r['specimen']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[22], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[23], 'http://hl7.org/fhir/diagnostic-report-status', x1)))


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

