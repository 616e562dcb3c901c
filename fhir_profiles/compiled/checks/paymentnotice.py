from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_PaymentNotice(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'request' in n:
        x = n['request']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'response' in n:
        x = n['response']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'provider' in n:
        x = n['provider']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'payment' in n:
        x = n['payment']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'payee' in n:
        x = n['payee']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'recipient' in n:
        x = n['recipient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_PaymentNotice(resource, resource, root)
