from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_Identifier, check_UsageContext


def check_ValueSet(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'contact' in n:
        for x in n['contact']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'useContext' in n:
        for x in n['useContext']:
            if check_UsageContext(x, r, root):
                return True
    if 'compose' in n:
        x = n['compose']
        if check_ValueSet_compose(x, r, root):
            return True
    if 'expansion' in n:
        x = n['expansion']
        if 'contains' in x and check_ValueSet_expansion(x, r, root):
            return True
    return False


def check_ValueSet_compose(n, r, root):
    if 'include' in n:
        for x in n['include']:
            if (not (('valueSet' in x or '_valueSet' in x)) and not (('system' in x or '_system' in x))):
                return True
            if (((('concept' in x)) or (('filter' in x))) and not (('system' in x or '_system' in x))):
                return True
            if ((('concept' in x)) and (('filter' in x))):
                return True
    if 'exclude' in n:
        for x in n['exclude']:
            if (not (('valueSet' in x or '_valueSet' in x)) and not (('system' in x or '_system' in x))):
                return True
            if (((('concept' in x)) or (('filter' in x))) and not (('system' in x or '_system' in x))):
                return True
            if ((('concept' in x)) and (('filter' in x))):
                return True
    return False


def check_ValueSet_compose_include(n, r, root):
    if (not (('valueSet' in n or '_valueSet' in n)) and not (('system' in n or '_system' in n))):
        return True
    if (((('concept' in n)) or (('filter' in n))) and not (('system' in n or '_system' in n))):
        return True
    if ((('concept' in n)) and (('filter' in n))):
        return True
    return False


def check_ValueSet_expansion(n, r, root):
    if 'contains' in n:
        for x in n['contains']:
            if check_ValueSet_expansion_contains(x, r, root):
                return True
    return False


def check_ValueSet_expansion_contains(n, r, root):
    if (not (('code' in n or '_code' in n)) and not (('display' in n or '_display' in n))):
        return True
    if (not (('code' in n or '_code' in n)) and (not (('abstract' in n or '_abstract' in n)) or (n.get('abstract', True) != True))):
        return True
    if ((('code' in n or '_code' in n)) and not (('system' in n or '_system' in n))):
        return True
    if 'contains' in n:
        for x in n['contains']:
            if check_ValueSet_expansion_contains(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_ValueSet(resource, resource, root)
