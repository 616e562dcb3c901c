from fhir_profiles.check_values import is_met
from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_Reference, check_UsageContext


def check_CapabilityStatement(n, r, root):
    if ((not (('rest' in n)) and not (('messaging' in n))) and not (('document' in n))):
        return True
    if (not ((('description' in n or '_description' in n) + ('software' in n)) + ('implementation' in n)) > 0):
        return True
    if (any(('endpoint' in v1) for v1 in n.get('messaging', ())) and (n.get('kind', 'instance') != 'instance')):
        return True
    if not is_met('document.select(profile&mode).isDistinct()', n, 'CapabilityStatement', r, root):
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
    if 'implementation' in n:
        x = n['implementation']
        if 'custodian' in x and check_CapabilityStatement_implementation(x, r, root):
            return True
    if 'rest' in n:
        for x in n['rest']:
            if check_CapabilityStatement_rest(x, r, root):
                return True
    return False


def check_CapabilityStatement_implementation(n, r, root):
    if 'custodian' in n:
        x = n['custodian']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_CapabilityStatement_rest(n, r, root):
    if not is_met('resource.select(type).isDistinct()', n, 'CapabilityStatement.rest', r, root):
        return True
    if 'resource' in n:
        for x in n['resource']:
            if not is_met('searchParam.select(name).isDistinct()', x, 'CapabilityStatement.rest.resource', r, root):
                return True
    return False


def check_CapabilityStatement_rest_resource(n, r, root):
    if not is_met('searchParam.select(name).isDistinct()', n, 'CapabilityStatement.rest.resource', r, root):
        return True
    return False


def is_broken(resource, root):
    return check_CapabilityStatement(resource, resource, root)
