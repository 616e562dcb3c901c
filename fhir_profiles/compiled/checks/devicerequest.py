from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Range, check_Reference, check_Timing


def check_DeviceRequest(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'basedOn' in n:
        for x in n['basedOn']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'priorRequest' in n:
        for x in n['priorRequest']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'groupIdentifier' in n:
        x = n['groupIdentifier']
        if check_Identifier(x, r, root):
            return True
    if 'codeReference' in n:
        x = n['codeReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'parameter' in n:
        for x in n['parameter']:
            if check_DeviceRequest_parameter(x, r, root):
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
        x = n['performer']
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
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'relevantHistory' in n:
        for x in n['relevantHistory']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_DeviceRequest_parameter(n, r, root):
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
    return check_DeviceRequest(resource, resource, root)
