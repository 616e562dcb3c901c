from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_Account(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'subject' in n:
        for x in n['subject']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'servicePeriod' in n:
        x = n['servicePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'coverage' in n:
        for x in n['coverage']:
            if 'coverage' in x and check_Account_coverage(x, r, root):
                return True
    if 'owner' in n:
        x = n['owner']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'guarantor' in n:
        for x in n['guarantor']:
            if check_Account_guarantor(x, r, root):
                return True
    if 'partOf' in n:
        x = n['partOf']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Account_coverage(n, r, root):
    if 'coverage' in n:
        x = n['coverage']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Account_guarantor(n, r, root):
    if 'party' in n:
        x = n['party']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def is_broken(resource, root):
    return check_Account(resource, resource, root)
