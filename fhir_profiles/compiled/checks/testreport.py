from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_TestReport(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    if 'testScript' in n:
        x = n['testScript']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'setup' in n:
        x = n['setup']
        if 'action' in x and check_TestReport_setup(x, r, root):
            return True
    if 'test' in n:
        for x in n['test']:
            if 'action' in x and check_TestReport_test(x, r, root):
                return True
    return False


def check_TestReport_setup(n, r, root):
    if 'action' in n:
        for x in n['action']:
            if ((('operation' in x)) and (('assert' in x)) or not (('operation' in x)) and not (('assert' in x))):
                return True
    return False


def check_TestReport_setup_action(n, r, root):
    if ((('operation' in n)) and (('assert' in n)) or not (('operation' in n)) and not (('assert' in n))):
        return True
    return False


def check_TestReport_test(n, r, root):
    if 'action' in n:
        for x in n['action']:
            if ((('operation' in x)) and (('assert' in x)) or not (('operation' in x)) and not (('assert' in x))):
                return True
    return False


def check_TestReport_test_action(n, r, root):
    if ((('operation' in n)) and (('assert' in n)) or not (('operation' in n)) and not (('assert' in n))):
        return True
    return False


def is_broken(resource, root):
    return check_TestReport(resource, resource, root)
