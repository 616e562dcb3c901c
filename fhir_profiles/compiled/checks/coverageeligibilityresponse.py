from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_CoverageEligibilityResponse(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'servicedPeriod' in n:
        x = n['servicedPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'requestor' in n:
        x = n['requestor']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'request' in n:
        x = n['request']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'insurer' in n:
        x = n['insurer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'insurance' in n:
        for x in n['insurance']:
            if check_CoverageEligibilityResponse_insurance(x, r, root):
                return True
    return False


def check_CoverageEligibilityResponse_insurance(n, r, root):
    if 'coverage' in n:
        x = n['coverage']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'benefitPeriod' in n:
        x = n['benefitPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'item' in n:
        for x in n['item']:
            if check_CoverageEligibilityResponse_insurance_item(x, r, root):
                return True
    return False


def check_CoverageEligibilityResponse_insurance_item(n, r, root):
    if ((('category' in n)) and (('productOrService' in n)) or not (('category' in n)) and not (('productOrService' in n))):
        return True
    if 'provider' in n:
        x = n['provider']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_CoverageEligibilityResponse(resource, resource, root)
