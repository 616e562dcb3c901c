from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_ContactPoint, check_Identifier, check_Reference


def check_Device(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'definition' in n:
        x = n['definition']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'version' in n:
        for x in n['version']:
            if 'component' in x and check_Device_version(x, r, root):
                return True
    if 'property' in n:
        for x in n['property']:
            if 'valueQuantity' in x and check_Device_property(x, r, root):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'owner' in n:
        x = n['owner']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'contact' in n:
        for x in n['contact']:
            if check_ContactPoint(x, r, root):
                return True
    if 'location' in n:
        x = n['location']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'parent' in n:
        x = n['parent']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Device_property(n, r, root):
    if 'valueQuantity' in n:
        for x in n['valueQuantity']:
            if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
                return True
    return False


def check_Device_version(n, r, root):
    if 'component' in n:
        x = n['component']
        if check_Identifier(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_Device(resource, resource, root)
