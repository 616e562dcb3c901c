from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Address, check_ContactPoint, check_HumanName, check_Identifier, check_Reference


def check_Practitioner(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'name' in n:
        for x in n['name']:
            if 'period' in x and check_HumanName(x, r, root):
                return True
    if 'telecom' in n:
        for x in n['telecom']:
            if check_ContactPoint(x, r, root):
                return True
    if 'address' in n:
        for x in n['address']:
            if 'period' in x and check_Address(x, r, root):
                return True
    if 'photo' in n:
        for x in n['photo']:
            if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
                return True
    if 'qualification' in n:
        for x in n['qualification']:
            if check_Practitioner_qualification(x, r, root):
                return True
    return False


def check_Practitioner_qualification(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'issuer' in n:
        x = n['issuer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_Practitioner(resource, resource, root)
