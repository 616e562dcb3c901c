from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_Schedule(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'actor' in n:
        for x in n['actor']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'planningHorizon' in n:
        x = n['planningHorizon']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def is_broken(resource, root):
    return check_Schedule(resource, resource, root)
