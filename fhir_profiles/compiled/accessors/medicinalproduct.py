def index(r, p, v):
    if 'meta' in r:
        x1 = r['meta']
        if 'profile' in x1:
            for x2 in x1['profile']:
                v.uri_text(p[3], x2)
        if 'security' in x1:
            for x2 in x1['security']:
                v.token_coding(p[5], x2)
        if 'source' in x1:
            x2 = x1['source']
            v.uri_text(p[6], x2)
        if 'tag' in x1:
            for x2 in x1['tag']:
                v.token_coding(p[7], x2)
    if 'identifier' in r:
        for x1 in r['identifier']:
            v.token_identifier(p[9], x1)
    if 'name' in r:
        for x1 in r['name']:
            if 'productName' in x1:
                x3 = x1['productName']
                v.string_text(p[10], x3)
            if 'countryLanguage' in x1:
                for x3 in x1['countryLanguage']:
                    if 'language' in x3:
                        x5 = x3['language']
                        v.token_concept(p[11], x5)


def patients(r, v):
    return
