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
    if 'careTeam' in r:
        for x1 in r['careTeam']:
            if 'provider' in x1:
                x3 = x1['provider']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[9], k, i, u)))
    if 'claim' in r:
        x1 = r['claim']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[10], k, i, u)))
    if 'insurance' in r:
        for x1 in r['insurance']:
            if 'coverage' in x1:
                x3 = x1['coverage']
                if x3.get('reference', '#')[0] != '#':
                    k, i, u = split_literal(x3)
                    references(new(Reference, (p[11], k, i, u)))
    if 'created' in r:
        x1 = r['created']
        v.date_moment(p[12], x1)
    if 'item' in r:
        for x1 in r['item']:
            if 'detail' in x1:
                for x3 in x1['detail']:
                    if 'udi' in x3:
                        for x5 in x3['udi']:
                            if x5.get('reference', '#')[0] != '#':
                                k, i, u = split_literal(x5)
                                references(new(Reference, (p[13], k, i, u)))
                    if 'subDetail' in x3:
                        for x5 in x3['subDetail']:
                            if 'udi' in x5:
                                for x7 in x5['udi']:
                                    if x7.get('reference', '#')[0] != '#':
                                        k, i, u = split_literal(x7)
                                        references(new(Reference, (p[25], k, i, u)))
            if 'encounter' in x1:
                for x3 in x1['encounter']:
                    if x3.get('reference', '#')[0] != '#':
                        k, i, u = split_literal(x3)
                        references(new(Reference, (p[15], k, i, u)))
            if 'udi' in x1:
                for x3 in x1['udi']:
                    if x3.get('reference', '#')[0] != '#':
                        k, i, u = split_literal(x3)
                        references(new(Reference, (p[19], k, i, u)))
    if 'disposition' in r:
        x1 = r['disposition']
        strings(new(String, (p[14], x1)))
    if 'enterer' in r:
        x1 = r['enterer']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[16], k, i, u)))
    if 'facility' in r:
        x1 = r['facility']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[17], k, i, u)))
    if 'identifier' in r:
        for x1 in r['identifier']:
            if 'value' in x1:
                tokens(new(Token, (p[18], x1.get('system', ''), x1['value'])))
    if 'patient' in r:
        x1 = r['patient']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[20], k, i, u)))
    if 'payee' in r:
        x1 = r['payee']
        if 'party' in x1:
            x2 = x1['party']
            if x2.get('reference', '#')[0] != '#':
                k, i, u = split_literal(x2)
                references(new(Reference, (p[21], k, i, u)))
    if 'procedure' in r:
        for x1 in r['procedure']:
            if 'udi' in x1:
                for x3 in x1['udi']:
                    if x3.get('reference', '#')[0] != '#':
                        k, i, u = split_literal(x3)
                        references(new(Reference, (p[22], k, i, u)))
    if 'provider' in r:
        x1 = r['provider']
        if x1.get('reference', '#')[0] != '#':
            k, i, u = split_literal(x1)
            references(new(Reference, (p[23], k, i, u)))
    if 'status' in r:
        x1 = r['status']
        tokens(new(Token, (p[24], 'http://hl7.org/fhir/explanationofbenefit-status', x1)))


def patients(r, v):
    if 'patient' in r:
        x1 = r['patient']
        v.patient(x1)
    if 'payee' in r:
        x1 = r['payee']
        if 'party' in x1:
            x2 = x1['party']
            v.patient(x2)

