from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_UsageContext


def check_GraphDefinition(n, r, root):
    if 'contact' in n:
        for x in n['contact']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'useContext' in n:
        for x in n['useContext']:
            if check_UsageContext(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_GraphDefinition(resource, resource, root)
