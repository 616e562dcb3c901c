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
    if 'attester' in r:
        for x1 in r['attester']:
            if 'party' in x1:
                x3 = x1['party']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[9], k, i, u)))
    if 'author' in r:
        for x1 in r['author']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[10], k, i, u)))
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[11], c.get('system', ''), c['code'])))
    if 'confidentiality' in r:
        x1 = r['confidentiality']
        tokens(new(Token, (p[12], 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', x1)))
    if 'event' in r:
        for x1 in r['event']:
            if 'code' in x1:
                for x3 in x1['code']:
                    if 'coding' in x3:
                        for c in x3['coding']:
                            if 'code' in c:
                                tokens(new(Token, (p[13], c.get('system', ''), c['code'])))
            if 'period' in x1:
                x3 = x1['period']
                v.date_period(p[19], x3)
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[14], x1)
    if 'encounter' in r:
        x1 = r['encounter']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[15], k, i, u)))
    if 'section' in r:
        for x1 in r['section']:
            if 'entry' in x1:
                for x3 in x1['entry']:
                    if x3.get('reference', '#')[0] != '#':
                        k, i, u = split_literal(x3)
                        references(new(Reference, (p[16], k, i, u)))
            if 'code' in x1:
                x3 = x1['code']
                if 'coding' in x3:
                    for c in x3['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[22], c.get('system', ''), c['code'])))
    if 'identifier' in r:
        x1 = r['identifier']
        if 'value' in x1:
            tokens(new(Token, (p[17], x1.get('system', ''), x1['value'])))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[18], k, i, u)))
            references(new(Reference, (p[24], k, i, u)))
    if 'relatesTo' in r:
        for x1 in r['relatesTo']:
            if 'targetIdentifier' in x1:
                x3 = x1['targetIdentifier']
                if 'value' in x3:
                    tokens(new(Token, (p[20], x3.get('system', ''), x3['value'])))
            if 'targetReference' in x1:
                x3 = x1['targetReference']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[21], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[23], 'http://hl7.org/fhir/composition-status', x1)))
    if 'title' in r:
        x1 = r['title']
        strings(new(String, (p[25], x1)))
    if 'type' in r:
        x1 = r['type']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[26], c.get('system', ''), c['code'])))


def patients(r, v):
    if 'attester' in r:
        for x1 in r['attester']:
            if 'party' in x1:
                x3 = x1['party']
                v.patient(x3)
    if 'author' in r:
        for x1 in r['author']:
            v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

