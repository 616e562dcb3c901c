from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_UsageContext


def check_SearchParameter(n, r, root):
    if ((('xpath' in n or '_xpath' in n)) and not (('xpathUsage' in n or '_xpathUsage' in n))):
        return True
    if ((('chain' in n or '_chain' in n)) and (n.get('type', 'reference') != 'reference')):
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
    return check_SearchParameter(resource, resource, root)
