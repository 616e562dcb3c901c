from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_CoverageEligibilityRequest(n, r, root):
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
    if 'enterer' in n:
        x = n['enterer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'provider' in n:
        x = n['provider']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'insurer' in n:
        x = n['insurer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'facility' in n:
        x = n['facility']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'supportingInfo' in n:
        for x in n['supportingInfo']:
            if 'information' in x and check_CoverageEligibilityRequest_supportingInfo(x, r, root):
                return True
    if 'insurance' in n:
        for x in n['insurance']:
            if 'coverage' in x and check_CoverageEligibilityRequest_insurance(x, r, root):
                return True
    if 'item' in n:
        for x in n['item']:
            if check_CoverageEligibilityRequest_item(x, r, root):
                return True
    return False


def check_CoverageEligibilityRequest_insurance(n, r, root):
    if 'coverage' in n:
        x = n['coverage']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_CoverageEligibilityRequest_item(n, r, root):
    if 'provider' in n:
        x = n['provider']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'facility' in n:
        x = n['facility']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'diagnosis' in n:
        for x in n['diagnosis']:
            if 'diagnosisReference' in x and check_CoverageEligibilityRequest_item_diagnosis(x, r, root):
                return True
    if 'detail' in n:
        for x in n['detail']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_CoverageEligibilityRequest_item_diagnosis(n, r, root):
    if 'diagnosisReference' in n:
        x = n['diagnosisReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_CoverageEligibilityRequest_supportingInfo(n, r, root):
    if 'information' in n:
        x = n['information']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_CoverageEligibilityRequest(resource, resource, root)
