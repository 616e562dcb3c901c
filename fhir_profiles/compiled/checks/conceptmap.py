from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_Identifier, check_UsageContext


def check_ConceptMap(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
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
    if 'group' in n:
        for x in n['group']:
            if check_ConceptMap_group(x, r, root):
                return True
    return False


def check_ConceptMap_group(n, r, root):
    if 'element' in n:
        for x in n['element']:
            if 'target' in x and check_ConceptMap_group_element(x, r, root):
                return True
    if 'unmapped' in n:
        x = n['unmapped']
        if ((x.get('mode', None) == 'fixed') and not (('code' in x or '_code' in x))):
            return True
        if ((x.get('mode', None) == 'other-map') and not (('url' in x or '_url' in x))):
            return True
    return False


def check_ConceptMap_group_element(n, r, root):
    if 'target' in n:
        for x in n['target']:
            if ((not (('comment' in x or '_comment' in x)) and (('equivalence' in x or '_equivalence' in x))) and ((x.get('equivalence', None) == 'narrower') or (x.get('equivalence', None) == 'inexact'))):
                return True
    return False


def check_ConceptMap_group_element_target(n, r, root):
    if ((not (('comment' in n or '_comment' in n)) and (('equivalence' in n or '_equivalence' in n))) and ((n.get('equivalence', None) == 'narrower') or (n.get('equivalence', None) == 'inexact'))):
        return True
    return False


def check_ConceptMap_group_unmapped(n, r, root):
    if ((n.get('mode', None) == 'fixed') and not (('code' in n or '_code' in n))):
        return True
    if ((n.get('mode', None) == 'other-map') and not (('url' in n or '_url' in n))):
        return True
    return False


def is_broken(resource, root):
    return check_ConceptMap(resource, resource, root)
