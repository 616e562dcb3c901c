from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_MedicinalProductAuthorization(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'validityPeriod' in n:
        x = n['validityPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'dataExclusivityPeriod' in n:
        x = n['dataExclusivityPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'jurisdictionalAuthorization' in n:
        for x in n['jurisdictionalAuthorization']:
            if check_MedicinalProductAuthorization_jurisdictionalAuthorization(x, r, root):
                return True
    if 'holder' in n:
        x = n['holder']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'regulator' in n:
        x = n['regulator']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'procedure' in n:
        x = n['procedure']
        if check_MedicinalProductAuthorization_procedure(x, r, root):
            return True
    return False


def check_MedicinalProductAuthorization_jurisdictionalAuthorization(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'validityPeriod' in n:
        x = n['validityPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def check_MedicinalProductAuthorization_procedure(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    if 'datePeriod' in n:
        x = n['datePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'application' in n:
        for x in n['application']:
            if check_MedicinalProductAuthorization_procedure(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_MedicinalProductAuthorization(resource, resource, root)
