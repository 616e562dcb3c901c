from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Reference, check_Timing


def check_ChargeItem(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'partOf' in n:
        for x in n['partOf']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'context' in n:
        x = n['context']
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
    if 'performer' in n:
        for x in n['performer']:
            if 'actor' in x and check_ChargeItem_performer(x, r, root):
                return True
    if 'performingOrganization' in n:
        x = n['performingOrganization']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'requestingOrganization' in n:
        x = n['requestingOrganization']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'costCenter' in n:
        x = n['costCenter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'enterer' in n:
        x = n['enterer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'service' in n:
        for x in n['service']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'productReference' in n:
        x = n['productReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'account' in n:
        for x in n['account']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'supportingInformation' in n:
        for x in n['supportingInformation']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_ChargeItem_performer(n, r, root):
    if 'actor' in n:
        x = n['actor']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_ChargeItem(resource, resource, root)
