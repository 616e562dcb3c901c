from fhir_profiles.check_values import is_met
from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_Identifier, check_UsageContext


def check_MessageDefinition(n, r, root):
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
    if 'focus' in n:
        for x in n['focus']:
            if not is_met("max='*' or (max.toInteger() > 0)", x, 'MessageDefinition.focus', r, root):
                return True
    return False


def check_MessageDefinition_focus(n, r, root):
    if not is_met("max='*' or (max.toInteger() > 0)", n, 'MessageDefinition.focus', r, root):
        return True
    return False


def is_broken(resource, root):
    return check_MessageDefinition(resource, resource, root)
