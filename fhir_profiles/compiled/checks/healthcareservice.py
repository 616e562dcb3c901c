from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_ContactPoint, check_Identifier, check_Reference


def check_HealthcareService(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'providedBy' in n:
        x = n['providedBy']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'location' in n:
        for x in n['location']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'photo' in n:
        x = n['photo']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'telecom' in n:
        for x in n['telecom']:
            if check_ContactPoint(x, r, root):
                return True
    if 'coverageArea' in n:
        for x in n['coverageArea']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'notAvailable' in n:
        for x in n['notAvailable']:
            if 'during' in x and check_HealthcareService_notAvailable(x, r, root):
                return True
    if 'endpoint' in n:
        for x in n['endpoint']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_HealthcareService_notAvailable(n, r, root):
    if 'during' in n:
        x = n['during']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def is_broken(resource, root):
    return check_HealthcareService(resource, resource, root)
