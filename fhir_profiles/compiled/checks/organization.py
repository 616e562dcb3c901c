from fhir_profiles.compiled.checks.datatypes import check_Address, check_ContactPoint, check_HumanName, check_Identifier, check_Reference


def check_Organization(n, r, root):
    if (not (len(n.get('identifier', ())) + ('name' in n or '_name' in n)) > 0):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'telecom' in n:
        for x in n['telecom']:
            if check_ContactPoint(x, r, root):
                return True
            if x.get('use') == 'home':
                return True
    if 'address' in n:
        for x in n['address']:
            if 'period' in x and check_Address(x, r, root):
                return True
            if x.get('use') == 'home':
                return True
    if 'partOf' in n:
        x = n['partOf']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'contact' in n:
        for x in n['contact']:
            if check_Organization_contact(x, r, root):
                return True
    if 'endpoint' in n:
        for x in n['endpoint']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_Organization_contact(n, r, root):
    if 'name' in n:
        x = n['name']
        if 'period' in x and check_HumanName(x, r, root):
            return True
    if 'telecom' in n:
        for x in n['telecom']:
            if check_ContactPoint(x, r, root):
                return True
    if 'address' in n:
        x = n['address']
        if 'period' in x and check_Address(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_Organization(resource, resource, root)
