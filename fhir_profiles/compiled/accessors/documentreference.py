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
    if 'authenticator' in r:
        x1 = r['authenticator']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
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
    if 'content' in r:
        for x1 in r['content']:
            if 'attachment' in x1:
                x3 = x1['attachment']
                if 'contentType' in x3:
                    x4 = x3['contentType']
                    tokens(new(Token, (p[12], '', x4)))
                if 'language' in x3:
                    x4 = x3['language']
                    tokens(new(Token, (p[21], '', x4)))
                if 'url' in x3:
                    x4 = x3['url']
                    uris(new(Uri, (p[22], x4)))
            if 'format' in x1:
                x3 = x1['format']
                if 'code' in x3:
                    tokens(new(Token, (p[19], x3.get('system', ''), x3['code'])))
    if 'custodian' in r:
        x1 = r['custodian']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[13], k, i, u)))
    if 'date' in r:
        x1 = r['date']
        v.date_moment(p[14], x1)
    if 'description' in r:
        x1 = r['description']
        strings(new(String, (p[15], x1)))
    if 'context' in r:
        x1 = r['context']
        if 'encounter' in x1:
            for x2 in x1['encounter']:
                if x2.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x2)
                    references(new(Reference, (p[16], k, i, u)))
        if 'event' in x1:
            for x2 in x1['event']:
                if 'coding' in x2:
                    for c in x2['coding']:
                        if 'code' in c:
                            tokens(new(Token, (p[17], c.get('system', ''), c['code'])))
        if 'facilityType' in x1:
            x2 = x1['facilityType']
            if 'coding' in x2:
                for c in x2['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[18], c.get('system', ''), c['code'])))
        if 'period' in x1:
            x2 = x1['period']
            v.date_period(p[24], x2)
        if 'related' in x1:
            for x2 in x1['related']:
                if x2.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x2)
                    references(new(Reference, (p[25], k, i, u)))
        if 'practiceSetting' in x1:
            x2 = x1['practiceSetting']
            if 'coding' in x2:
                for c in x2['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[30], c.get('system', ''), c['code'])))
    if 'masterIdentifier' in r:
        x1 = r['masterIdentifier']
        if 'value' in x1:
            tokens(new(Token, (p[20], x1.get('system', ''), x1['value'])))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[20], x1.get('system', ''), x1['value'])))
    if 'subject' in r:
        x1 = r['subject']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            if k == 'Patient':
                references(new(Reference, (p[23], k, i, u)))
            references(new(Reference, (p[32], k, i, u)))
    if 'relatesTo' in r:
        for x1 in r['relatesTo']:
            if 'target' in x1:
                x3 = x1['target']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[26], k, i, u)))
            if 'code' in x1:
                x3 = x1['code']
                tokens(new(Token, (p[27], 'http://hl7.org/fhir/document-relationship-type', x3)))
    if 'securityLabel' in r:
        for x1 in r['securityLabel']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[29], c.get('system', ''), c['code'])))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[31], 'http://hl7.org/fhir/document-reference-status', x1)))
    if 'type' in r:
        x1 = r['type']
        if 'coding' in x1:
            for c in x1['coding']:
                if 'code' in c:
                    tokens(new(Token, (p[33], c.get('system', ''), c['code'])))


def patients(r, v):
    if 'author' in r:
        for x1 in r['author']:
            v.patient(x1)
    if 'subject' in r:
        x1 = r['subject']
        v.patient(x1)

