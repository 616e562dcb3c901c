from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_Coverage(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'policyHolder' in n:
        x = n['policyHolder']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'subscriber' in n:
        x = n['subscriber']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'beneficiary' in n:
        x = n['beneficiary']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'payor' in n:
        for x in n['payor']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'costToBeneficiary' in n:
        for x in n['costToBeneficiary']:
            if check_Coverage_costToBeneficiary(x, r, root):
                return True
    if 'contract' in n:
        for x in n['contract']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_Coverage_costToBeneficiary(n, r, root):
    if 'valueQuantity' in n:
        x = n['valueQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'exception' in n:
        for x in n['exception']:
            if 'period' in x and check_Coverage_costToBeneficiary_exception(x, r, root):
                return True
    return False


def check_Coverage_costToBeneficiary_exception(n, r, root):
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def is_broken(resource, root):
    return check_Coverage(resource, resource, root)
