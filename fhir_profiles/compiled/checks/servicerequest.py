from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Range, check_Ratio, check_Reference, check_Timing


def check_ServiceRequest(n, r, root):
    if ((('orderDetail' in n)) and not (('code' in n))):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'basedOn' in n:
        for x in n['basedOn']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'replaces' in n:
        for x in n['replaces']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'requisition' in n:
        x = n['requisition']
        if check_Identifier(x, r, root):
            return True
    if 'quantityQuantity' in n:
        x = n['quantityQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'quantityRatio' in n:
        x = n['quantityRatio']
        if check_Ratio(x, r, root):
            return True
    if 'quantityRange' in n:
        x = n['quantityRange']
        if check_Range(x, r, root):
            return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'encounter' in n:
        x = n['encounter']
        if 'identifier' in x and check_Reference(x, r, root):
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
    if 'performer' in n:
        for x in n['performer']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'locationReference' in n:
        for x in n['locationReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'insurance' in n:
        for x in n['insurance']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'supportingInfo' in n:
        for x in n['supportingInfo']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'specimen' in n:
        for x in n['specimen']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'relevantHistory' in n:
        for x in n['relevantHistory']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_ServiceRequest(resource, resource, root)
