from fhir_profiles.compiled.checks.datatypes import check_Address, check_ContactPoint, check_Identifier, check_Reference


def check_Location(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'telecom' in n:
        for x in n['telecom']:
            if check_ContactPoint(x, r, root):
                return True
    if 'address' in n:
        x = n['address']
        if 'period' in x and check_Address(x, r, root):
            return True
    if 'managingOrganization' in n:
        x = n['managingOrganization']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'partOf' in n:
        x = n['partOf']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'endpoint' in n:
        for x in n['endpoint']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_Location(resource, resource, root)
