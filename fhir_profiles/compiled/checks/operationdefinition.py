from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_UsageContext


def check_OperationDefinition(n, r, root):
    if 'contact' in n:
        for x in n['contact']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'useContext' in n:
        for x in n['useContext']:
            if check_UsageContext(x, r, root):
                return True
    if 'parameter' in n:
        for x in n['parameter']:
            if check_OperationDefinition_parameter(x, r, root):
                return True
    return False


def check_OperationDefinition_parameter(n, r, root):
    if (not (('type' in n or '_type' in n)) and not (('part' in n))):
        return True
    if ((('searchType' in n or '_searchType' in n)) and (n.get('type', 'string') != 'string')):
        return True
    if ((('targetProfile' in n or '_targetProfile' in n)) and ((n.get('type', 'Reference') != 'Reference') and (n.get('type', 'canonical') != 'canonical'))):
        return True
    if 'part' in n:
        for x in n['part']:
            if check_OperationDefinition_parameter(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_OperationDefinition(resource, resource, root)
