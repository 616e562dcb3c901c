from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Range, check_Reference


def check_Group(n, r, root):
    if ((('member' in n)) and (n.get('actual', True) != True)):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'managingEntity' in n:
        x = n['managingEntity']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'characteristic' in n:
        for x in n['characteristic']:
            if check_Group_characteristic(x, r, root):
                return True
    if 'member' in n:
        for x in n['member']:
            if check_Group_member(x, r, root):
                return True
    return False


def check_Group_characteristic(n, r, root):
    if 'valueQuantity' in n:
        x = n['valueQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueRange' in n:
        x = n['valueRange']
        if check_Range(x, r, root):
            return True
    if 'valueReference' in n:
        x = n['valueReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def check_Group_member(n, r, root):
    if 'entity' in n:
        x = n['entity']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def is_broken(resource, root):
    return check_Group(resource, resource, root)
