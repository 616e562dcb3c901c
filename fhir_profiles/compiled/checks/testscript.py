from fhir_profiles.check_values import NOTHING
from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_Identifier, check_Reference, check_UsageContext


def check_TestScript(n, r, root):
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
    if 'metadata' in n:
        x = n['metadata']
        if (not any(('required' in v1 or '_required' in v1) for v1 in x.get('capability', ())) and not any(('validated' in v2 or '_validated' in v2) for v2 in x.get('capability', ()))):
            return True
    if 'fixture' in n:
        for x in n['fixture']:
            if 'resource' in x and check_TestScript_fixture(x, r, root):
                return True
    if 'profile' in n:
        for x in n['profile']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'variable' in n:
        for x in n['variable']:
            if (((('expression' in x or '_expression' in x)) and (('headerField' in x or '_headerField' in x))) and (('path' in x or '_path' in x))):
                return True
    if 'setup' in n:
        x = n['setup']
        if 'action' in x and check_TestScript_setup(x, r, root):
            return True
    if 'test' in n:
        for x in n['test']:
            if 'action' in x and check_TestScript_test(x, r, root):
                return True
    if 'teardown' in n:
        x = n['teardown']
        if 'action' in x and check_TestScript_teardown(x, r, root):
            return True
    return False


def check_TestScript_fixture(n, r, root):
    if 'resource' in n:
        x = n['resource']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_TestScript_metadata(n, r, root):
    if (not any(('required' in v1 or '_required' in v1) for v1 in n.get('capability', ())) and not any(('validated' in v2 or '_validated' in v2) for v2 in n.get('capability', ()))):
        return True
    return False


def check_TestScript_setup(n, r, root):
    if 'action' in n:
        for x in n['action']:
            if check_TestScript_setup_action(x, r, root):
                return True
    return False


def check_TestScript_setup_action(n, r, root):
    if ((('operation' in n)) and (('assert' in n)) or not (('operation' in n)) and not (('assert' in n))):
        return True
    if 'operation' in n:
        x = n['operation']
        if ((not (('sourceId' in x or '_sourceId' in x)) and (not ((('targetId' in x or '_targetId' in x) + ('url' in x or '_url' in x)) + ('params' in x or '_params' in x)) == 1)) and (next((v1.get('code', 'capabilities') for v1 in (x.get('type', NOTHING),)), 'capabilities') not in ('capabilities', 'search', 'transaction', 'history'))):
            return True
    if 'assert' in n:
        x = n['assert']
        if (not (('extension' in x)) and (not ((((((((((('contentType' in x or '_contentType' in x) + ('expression' in x or '_expression' in x)) + ('headerField' in x or '_headerField' in x)) + ('minimumId' in x or '_minimumId' in x)) + ('navigationLinks' in x or '_navigationLinks' in x)) + ('path' in x or '_path' in x)) + ('requestMethod' in x or '_requestMethod' in x)) + ('resource' in x or '_resource' in x)) + ('responseCode' in x or '_responseCode' in x)) + ('response' in x or '_response' in x)) + ('validateProfileId' in x or '_validateProfileId' in x)) <= 1)):
            return True
        if (not (('compareToSourceId' in x or '_compareToSourceId' in x)) and ((('compareToSourceExpression' in x or '_compareToSourceExpression' in x)) or (('compareToSourcePath' in x or '_compareToSourcePath' in x))) or (('compareToSourceId' in x or '_compareToSourceId' in x)) and (not (('compareToSourceExpression' in x or '_compareToSourceExpression' in x)) and not (('compareToSourcePath' in x or '_compareToSourcePath' in x)))):
            return True
        if (((((('response' in x or '_response' in x)) or (('responseCode' in x or '_responseCode' in x))) or (x.get('direction', 'request') != 'request')) and (('direction' in x or '_direction' in x))) and (x.get('direction', 'response') != 'response')):
            return True
    return False


def check_TestScript_setup_action_assert(n, r, root):
    if (not (('extension' in n)) and (not ((((((((((('contentType' in n or '_contentType' in n) + ('expression' in n or '_expression' in n)) + ('headerField' in n or '_headerField' in n)) + ('minimumId' in n or '_minimumId' in n)) + ('navigationLinks' in n or '_navigationLinks' in n)) + ('path' in n or '_path' in n)) + ('requestMethod' in n or '_requestMethod' in n)) + ('resource' in n or '_resource' in n)) + ('responseCode' in n or '_responseCode' in n)) + ('response' in n or '_response' in n)) + ('validateProfileId' in n or '_validateProfileId' in n)) <= 1)):
        return True
    if (not (('compareToSourceId' in n or '_compareToSourceId' in n)) and ((('compareToSourceExpression' in n or '_compareToSourceExpression' in n)) or (('compareToSourcePath' in n or '_compareToSourcePath' in n))) or (('compareToSourceId' in n or '_compareToSourceId' in n)) and (not (('compareToSourceExpression' in n or '_compareToSourceExpression' in n)) and not (('compareToSourcePath' in n or '_compareToSourcePath' in n)))):
        return True
    if (((((('response' in n or '_response' in n)) or (('responseCode' in n or '_responseCode' in n))) or (n.get('direction', 'request') != 'request')) and (('direction' in n or '_direction' in n))) and (n.get('direction', 'response') != 'response')):
        return True
    return False


def check_TestScript_setup_action_operation(n, r, root):
    if ((not (('sourceId' in n or '_sourceId' in n)) and (not ((('targetId' in n or '_targetId' in n) + ('url' in n or '_url' in n)) + ('params' in n or '_params' in n)) == 1)) and (next((v1.get('code', 'capabilities') for v1 in (n.get('type', NOTHING),)), 'capabilities') not in ('capabilities', 'search', 'transaction', 'history'))):
        return True
    return False


def check_TestScript_teardown(n, r, root):
    if 'action' in n:
        for x in n['action']:
            if 'operation' in x and check_TestScript_teardown_action(x, r, root):
                return True
    return False


def check_TestScript_teardown_action(n, r, root):
    if 'operation' in n:
        x = n['operation']
        if ((not (('sourceId' in x or '_sourceId' in x)) and (not ((('targetId' in x or '_targetId' in x) + ('url' in x or '_url' in x)) + ('params' in x or '_params' in x)) == 1)) and (next((v1.get('code', 'capabilities') for v1 in (x.get('type', NOTHING),)), 'capabilities') not in ('capabilities', 'search', 'transaction', 'history'))):
            return True
        if ((not (('sourceId' in x or '_sourceId' in x)) and (not ((('targetId' in x or '_targetId' in x) + ('url' in x or '_url' in x)) + ('params' in x or '_params' in x)) == 1)) and (next((v1.get('code', 'capabilities') for v1 in (x.get('type', NOTHING),)), 'capabilities') not in ('capabilities', 'search', 'transaction', 'history'))):
            return True
    return False


def check_TestScript_test(n, r, root):
    if 'action' in n:
        for x in n['action']:
            if check_TestScript_test_action(x, r, root):
                return True
    return False


def check_TestScript_test_action(n, r, root):
    if ((('operation' in n)) and (('assert' in n)) or not (('operation' in n)) and not (('assert' in n))):
        return True
    if 'operation' in n:
        x = n['operation']
        if ((not (('sourceId' in x or '_sourceId' in x)) and (not ((('targetId' in x or '_targetId' in x) + ('url' in x or '_url' in x)) + ('params' in x or '_params' in x)) == 1)) and (next((v1.get('code', 'capabilities') for v1 in (x.get('type', NOTHING),)), 'capabilities') not in ('capabilities', 'search', 'transaction', 'history'))):
            return True
        if ((not (('sourceId' in x or '_sourceId' in x)) and (not ((('targetId' in x or '_targetId' in x) + ('url' in x or '_url' in x)) + ('params' in x or '_params' in x)) == 1)) and (next((v1.get('code', 'capabilities') for v1 in (x.get('type', NOTHING),)), 'capabilities') not in ('capabilities', 'search', 'transaction', 'history'))):
            return True
    if 'assert' in n:
        x = n['assert']
        if (not (('extension' in x)) and (not ((((((((((('contentType' in x or '_contentType' in x) + ('expression' in x or '_expression' in x)) + ('headerField' in x or '_headerField' in x)) + ('minimumId' in x or '_minimumId' in x)) + ('navigationLinks' in x or '_navigationLinks' in x)) + ('path' in x or '_path' in x)) + ('requestMethod' in x or '_requestMethod' in x)) + ('resource' in x or '_resource' in x)) + ('responseCode' in x or '_responseCode' in x)) + ('response' in x or '_response' in x)) + ('validateProfileId' in x or '_validateProfileId' in x)) <= 1)):
            return True
        if (not (('compareToSourceId' in x or '_compareToSourceId' in x)) and ((('compareToSourceExpression' in x or '_compareToSourceExpression' in x)) or (('compareToSourcePath' in x or '_compareToSourcePath' in x))) or (('compareToSourceId' in x or '_compareToSourceId' in x)) and (not (('compareToSourceExpression' in x or '_compareToSourceExpression' in x)) and not (('compareToSourcePath' in x or '_compareToSourcePath' in x)))):
            return True
        if (((((('response' in x or '_response' in x)) or (('responseCode' in x or '_responseCode' in x))) or (x.get('direction', 'request') != 'request')) and (('direction' in x or '_direction' in x))) and (x.get('direction', 'response') != 'response')):
            return True
        if (not (('extension' in x)) and (not ((((((((((('contentType' in x or '_contentType' in x) + ('expression' in x or '_expression' in x)) + ('headerField' in x or '_headerField' in x)) + ('minimumId' in x or '_minimumId' in x)) + ('navigationLinks' in x or '_navigationLinks' in x)) + ('path' in x or '_path' in x)) + ('requestMethod' in x or '_requestMethod' in x)) + ('resource' in x or '_resource' in x)) + ('responseCode' in x or '_responseCode' in x)) + ('response' in x or '_response' in x)) + ('validateProfileId' in x or '_validateProfileId' in x)) <= 1)):
            return True
        if (not (('compareToSourceId' in x or '_compareToSourceId' in x)) and ((('compareToSourceExpression' in x or '_compareToSourceExpression' in x)) or (('compareToSourcePath' in x or '_compareToSourcePath' in x))) or (('compareToSourceId' in x or '_compareToSourceId' in x)) and (not (('compareToSourceExpression' in x or '_compareToSourceExpression' in x)) and not (('compareToSourcePath' in x or '_compareToSourcePath' in x)))):
            return True
        if (((((('response' in x or '_response' in x)) or (('responseCode' in x or '_responseCode' in x))) or (x.get('direction', 'request') != 'request')) and (('direction' in x or '_direction' in x))) and (x.get('direction', 'response') != 'response')):
            return True
    return False


def check_TestScript_variable(n, r, root):
    if (((('expression' in n or '_expression' in n)) and (('headerField' in n or '_headerField' in n))) and (('path' in n or '_path' in n))):
        return True
    return False


def is_broken(resource, root):
    return check_TestScript(resource, resource, root)
