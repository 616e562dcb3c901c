from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_UsageContext


def check_TerminologyCapabilities(n, r, root):
    if (not ((('description' in n or '_description' in n) + ('software' in n)) + ('implementation' in n)) > 0):
        return True
    if ((n.get('kind', None) == 'instance') and not (('implementation' in n))):
        return True
    if ((n.get('kind', None) == 'capability') and ((('implementation' in n)) or not (('software' in n)))):
        return True
    if ((n.get('kind', None) == 'requirements') and ((('implementation' in n)) or (('software' in n)))):
        return True
    if 'contact' in n:
        for x in n['contact']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'useContext' in n:
        for x in n['useContext']:
            if check_UsageContext(x, r, root):
                return True
    if 'codeSystem' in n:
        for x in n['codeSystem']:
            if ((len(x.get('version', ())) > 1) and not all((('code' in v1 or '_code' in v1)) for v1 in x.get('version', ()))):
                return True
    return False


def check_TerminologyCapabilities_codeSystem(n, r, root):
    if ((len(n.get('version', ())) > 1) and not all((('code' in v1 or '_code' in v1)) for v1 in n.get('version', ()))):
        return True
    return False


def is_broken(resource, root):
    return check_TerminologyCapabilities(resource, resource, root)
