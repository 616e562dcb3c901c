from fhir_profiles.check_values import is_met, order_moments
from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_UsageContext


def check_NamingSystem(n, r, root):
    if ((n.get('kind', None) == 'root') and not all((v1.get('type', 'uuid') != 'uuid') for v1 in n.get('uniqueId', ()))):
        return True
    if not is_met('uniqueId.where(preferred = true).select(type).isDistinct()', n, 'NamingSystem', r, root):
        return True
    if 'contact' in n:
        for x in n['contact']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'useContext' in n:
        for x in n['useContext']:
            if check_UsageContext(x, r, root):
                return True
    if 'uniqueId' in n:
        for x in n['uniqueId']:
            if 'period' in x and check_NamingSystem_uniqueId(x, r, root):
                return True
    return False


def check_NamingSystem_uniqueId(n, r, root):
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def is_broken(resource, root):
    return check_NamingSystem(resource, resource, root)
