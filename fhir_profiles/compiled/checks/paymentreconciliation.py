from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_PaymentReconciliation(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'paymentIssuer' in n:
        x = n['paymentIssuer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'request' in n:
        x = n['request']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'requestor' in n:
        x = n['requestor']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'paymentIdentifier' in n:
        x = n['paymentIdentifier']
        if check_Identifier(x, r, root):
            return True
    if 'detail' in n:
        for x in n['detail']:
            if check_PaymentReconciliation_detail(x, r, root):
                return True
    return False


def check_PaymentReconciliation_detail(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    if 'predecessor' in n:
        x = n['predecessor']
        if check_Identifier(x, r, root):
            return True
    if 'request' in n:
        x = n['request']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'submitter' in n:
        x = n['submitter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'response' in n:
        x = n['response']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'responsible' in n:
        x = n['responsible']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'payee' in n:
        x = n['payee']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_PaymentReconciliation(resource, resource, root)
