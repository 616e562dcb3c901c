from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_ResearchSubject(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'study' in n:
        x = n['study']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'individual' in n:
        x = n['individual']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'consent' in n:
        x = n['consent']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_ResearchSubject(resource, resource, root)
