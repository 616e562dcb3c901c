from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Ratio, check_Reference


def check_Substance(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'instance' in n:
        for x in n['instance']:
            if check_Substance_instance(x, r, root):
                return True
    if 'ingredient' in n:
        for x in n['ingredient']:
            if check_Substance_ingredient(x, r, root):
                return True
    return False


def check_Substance_ingredient(n, r, root):
    if 'quantity' in n:
        x = n['quantity']
        if check_Ratio(x, r, root):
            return True
    if 'substanceReference' in n:
        x = n['substanceReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Substance_instance(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def is_broken(resource, root):
    return check_Substance(resource, resource, root)
