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
    if 'account' in r:
        for x1 in r['account']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[9], k, i, u)))
    if 'appointment' in r:
        for x1 in r['appointment']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[10], k, i, u)))
    if 'basedOn' in r:
        for x1 in r['basedOn']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[11], k, i, u)))
    if 'class' in r:
        x1 = r['class']
        if 'code' in x1:
            tokens(new(Token, (p[12], x1.get('system', ''), x1['code'])))
    if 'period' in r:
        x1 = r['period']
        v.date_period(p[13], x1)
    if 'diagnosis' in r:
        for x1 in r['diagnosis']:
            if 'condition' in x1:
                x3 = x1['condition']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[14], k, i, u)))
    if 'episodeOfCare' in r:
        for x1 in r['episodeOfCare']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[15], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[16], x1.get('system', ''), x1['value'])))
    if 'length' in r:
        x1 = r['length']
        v.quantity_quantity(p[17], x1)
    if 'location' in r:
        for x1 in r['location']:
            if 'location' in x1:
                x3 = x1['location']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[18], k, i, u)))
            if 'period' in x1:
                x3 = x1['period']
                v.date_period(p[19], x3)
    if 'partOf' in r:
        x1 = r['partOf']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[20], k, i, u)))
    if 'participant' in r:
        for x1 in r['participant']:
            if 'individual' in x1:
                x3 = x1['individual']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[21], k, i, u)))
                    if k == 'Practitioner':
                        references(new(Reference, (p[24], k, i, u)))
            if 'type' in x1:
                for x3 in x1['type']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            if 'code' in c:
                                tokens(new(Token, (p[22], c.get('system', ''), c['code'])))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[23], k, i, u)))
            references(new(Reference, (p[30], k, i, u)))
    if 'reasonCode' in r:
        for x1 in r['reasonCode']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[25], c.get('system', ''), c['code'])))
    if 'reasonReference' in r:
        for x1 in r['reasonReference']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[26], k, i, u)))
    if 'serviceProvider' in r:
        x1 = r['serviceProvider']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[27], k, i, u)))
    if 'hospitalization' in r:
        x1 = r['hospitalization']
        if 'specialArrangement' in x1:
            for x2 in x1['specialArrangement']:
                if 'coding' in x2:
                    for c in x2['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[28], c.get('system', ''), c['code'])))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[29], 'http://hl7.org/fhir/encounter-status', x1)))
    if 'type' in r:
        for x1 in r['type']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[31], c.get('system', ''), c['code'])))


def patients(r, v):
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

