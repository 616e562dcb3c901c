from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_Identifier, check_UsageContext


def check_ExampleScenario(n, r, root):
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
    return False


def is_broken(resource, root):
    return check_ExampleScenario(resource, resource, root)
