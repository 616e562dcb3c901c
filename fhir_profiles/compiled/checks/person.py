from fhir_profiles.compiled.checks.datatypes import check_Address, check_ContactPoint, check_HumanName, check_Identifier, check_Reference


def check_Person(n, r, root):
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
        x = n['photo']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'managingOrganization' in n:
        x = n['managingOrganization']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'link' in n:
        for x in n['link']:
            if 'target' in x and check_Person_link(x, r, root):
                return True
    return False


def check_Person_link(n, r, root):
    if 'target' in n:
        x = n['target']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_Person(resource, resource, root)
