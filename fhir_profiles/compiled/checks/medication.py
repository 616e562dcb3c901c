from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Ratio, check_Reference


def check_Medication(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'manufacturer' in n:
        x = n['manufacturer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'amount' in n:
        x = n['amount']
        if check_Ratio(x, r, root):
            return True
    if 'ingredient' in n:
        for x in n['ingredient']:
            if check_Medication_ingredient(x, r, root):
                return True
    return False


def check_Medication_ingredient(n, r, root):
    if 'itemReference' in n:
        x = n['itemReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'strength' in n:
        x = n['strength']
        if check_Ratio(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_Medication(resource, resource, root)
