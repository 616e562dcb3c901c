from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Range, check_Reference, check_Timing


def check_SupplyRequest(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'itemReference' in n:
        x = n['itemReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'parameter' in n:
        for x in n['parameter']:
            if check_SupplyRequest_parameter(x, r, root):
                return True
    if 'occurrencePeriod' in n:
        x = n['occurrencePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'occurrenceTiming' in n:
        x = n['occurrenceTiming']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'requester' in n:
        x = n['requester']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'supplier' in n:
        for x in n['supplier']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'deliverFrom' in n:
        x = n['deliverFrom']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'deliverTo' in n:
        x = n['deliverTo']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_SupplyRequest_parameter(n, r, root):
    if 'valueQuantity' in n:
        x = n['valueQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueRange' in n:
        x = n['valueRange']
        if check_Range(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_SupplyRequest(resource, resource, root)
