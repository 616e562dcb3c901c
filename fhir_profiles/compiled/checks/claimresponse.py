from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Address, check_Identifier, check_Reference


def check_ClaimResponse(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'insurer' in n:
        x = n['insurer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'requestor' in n:
        x = n['requestor']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'request' in n:
        x = n['request']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'preAuthPeriod' in n:
        x = n['preAuthPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'addItem' in n:
        for x in n['addItem']:
            if check_ClaimResponse_addItem(x, r, root):
                return True
    if 'payment' in n:
        x = n['payment']
        if 'identifier' in x and check_ClaimResponse_payment(x, r, root):
            return True
    if 'form' in n:
        x = n['form']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'communicationRequest' in n:
        for x in n['communicationRequest']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'insurance' in n:
        for x in n['insurance']:
            if check_ClaimResponse_insurance(x, r, root):
                return True
    return False


def check_ClaimResponse_addItem(n, r, root):
    if 'provider' in n:
        for x in n['provider']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'servicedPeriod' in n:
        x = n['servicedPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'locationAddress' in n:
        x = n['locationAddress']
        if 'period' in x and check_Address(x, r, root):
            return True
    if 'locationReference' in n:
        x = n['locationReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'detail' in n:
        for x in n['detail']:
            if check_ClaimResponse_addItem_detail(x, r, root):
                return True
    return False


def check_ClaimResponse_addItem_detail(n, r, root):
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'subDetail' in n:
        for x in n['subDetail']:
            if 'quantity' in x and check_ClaimResponse_addItem_detail_subDetail(x, r, root):
                return True
    return False


def check_ClaimResponse_addItem_detail_subDetail(n, r, root):
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_ClaimResponse_insurance(n, r, root):
    if 'coverage' in n:
        x = n['coverage']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'claimResponse' in n:
        x = n['claimResponse']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_ClaimResponse_payment(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_ClaimResponse(resource, resource, root)
