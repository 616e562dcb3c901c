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
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[16], c.get('system', ''), c['code'])))
    if 'component' in r:
        for x1 in r['component']:
            if 'code' in x1:
                x3 = x1['code']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[16], c.get('system', ''), c['code'])))
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[22], c.get('system', ''), c['code'])))
            if 'dataAbsentReason' in x1:
                x3 = x1['dataAbsentReason']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[19], c.get('system', ''), c['code'])))
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[25], c.get('system', ''), c['code'])))
            if 'valueCodeableConcept' in x1:
                x3 = x1['valueCodeableConcept']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[20], c.get('system', ''), c['code'])))
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[26], c.get('system', ''), c['code'])))
            if 'valueQuantity' in x1:
                x3 = x1['valueQuantity']
                v.quantity_quantity(p[21], x3)
                v.quantity_quantity(p[27], x3)
    if 'dataAbsentReason' in r:
        x1 = r['dataAbsentReason']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[19], c.get('system', ''), c['code'])))
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[28], c.get('system', ''), c['code'])))
    if 'valueCodeableConcept' in r:
        x1 = r['valueCodeableConcept']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[20], c.get('system', ''), c['code'])))
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[43], c.get('system', ''), c['code'])))
        if 'text' in x1:
            x2 = x1['text']
            strings(new(String, (p[46], x2)))
    if 'valueQuantity' in r:
        x1 = r['valueQuantity']
        v.quantity_quantity(p[21], x1)
        v.quantity_quantity(p[45], x1)
    if 'effectiveDateTime' in r:
        x1 = r['effectiveDateTime']
        v.date_moment(p[29], x1)
    if 'effectivePeriod' in r:
        x1 = r['effectivePeriod']
        v.date_period(p[29], x1)
    if 'effectiveTiming' in r:
        x1 = r['effectiveTiming']
        v.date_timing(p[29], x1)
    if 'effectiveInstant' in r:
        x1 = r['effectiveInstant']
        v.date_moment(p[29], x1)
    if 'derivedFrom' in r:
        for x1 in r['derivedFrom']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[30], k, i, u)))
    if 'device' in r:
        x1 = r['device']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[31], k, i, u)))
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[32], k, i, u)))
    if 'focus' in r:
        for x1 in r['focus']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[33], k, i, u)))
    if 'hasMember' in r:
        for x1 in r['hasMember']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[34], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[35], x1.get('system', ''), x1['value'])))
    if 'method' in r:
        x1 = r['method']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[36], c.get('system', ''), c['code'])))
    if 'partOf' in r:
        for x1 in r['partOf']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[37], k, i, u)))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[38], k, i, u)))
            references(new(Reference, (p[42], k, i, u)))
    if 'performer' in r:
        for x1 in r['performer']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[39], k, i, u)))
    if 'specimen' in r:
        x1 = r['specimen']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[40], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[41], 'http://hl7.org/fhir/observation-status', x1)))
    if 'valueDateTime' in r:
        x1 = r['valueDateTime']
        v.date_moment(p[44], x1)
    if 'valuePeriod' in r:
        x1 = r['valuePeriod']
        v.date_period(p[44], x1)
    if 'valueString' in r:
        x1 = r['valueString']
        strings(new(String, (p[46], x1)))


def patients(r, v):
    if 'performer' in r:
        for x1 in r['performer']:
            v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

