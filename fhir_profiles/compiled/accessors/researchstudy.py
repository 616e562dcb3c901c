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
    if 'category' in r:
        for x1 in r['category']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[9], c.get('system', ''), c['code'])))
    if 'period' in r:
        x1 = r['period']
        v.date_period(p[10], x1)
    if 'focus' in r:
        for x1 in r['focus']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[11], c.get('system', ''), c['code'])))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[12], x1.get('system', ''), x1['value'])))
    if 'keyword' in r:
        for x1 in r['keyword']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[13], c.get('system', ''), c['code'])))
    if 'location' in r:
        for x1 in r['location']:
            if 'coding' in x1:
                for c in x1['coding']:
                    if 'code' in c:
                        tokens(new(Token, (p[14], c.get('system', ''), c['code'])))
    if 'partOf' in r:
        for x1 in r['partOf']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[15], k, i, u)))
    if 'principalInvestigator' in r:
        x1 = r['principalInvestigator']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[16], k, i, u)))
    if 'protocol' in r:
        for x1 in r['protocol']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[17], k, i, u)))
    if 'site' in r:
        for x1 in r['site']:
            if x1.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x1)
                references(new(Reference, (p[18], k, i, u)))
    if 'sponsor' in r:
        x1 = r['sponsor']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[19], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[20], 'http://hl7.org/fhir/research-study-status', x1)))
    if 'title' in r:
        x1 = r['title']
        strings(new(String, (p[21], x1)))


def patients(r, v):
    return
