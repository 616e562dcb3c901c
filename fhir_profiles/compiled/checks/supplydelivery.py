from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference, check_Timing


def check_SupplyDelivery(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'basedOn' in n:
        for x in n['basedOn']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'partOf' in n:
        for x in n['partOf']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'suppliedItem' in n:
        x = n['suppliedItem']
        if check_SupplyDelivery_suppliedItem(x, r, root):
            return True
    if 'occurrencePeriod' in n:
        x = n['occurrencePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'occurrenceTiming' in n:
        x = n['occurrenceTiming']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'supplier' in n:
        x = n['supplier']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'destination' in n:
        x = n['destination']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'receiver' in n:
        for x in n['receiver']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_SupplyDelivery_suppliedItem(n, r, root):
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'itemReference' in n:
        x = n['itemReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_SupplyDelivery(resource, resource, root)
