from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_Flag(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'encounter' in n:
        x = n['encounter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'author' in n:
        x = n['author']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_Flag(resource, resource, root)
