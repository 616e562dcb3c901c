from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_EpisodeOfCare(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'statusHistory' in n:
        for x in n['statusHistory']:
            if 'period' in x and check_EpisodeOfCare_statusHistory(x, r, root):
                return True
    if 'diagnosis' in n:
        for x in n['diagnosis']:
            if 'condition' in x and check_EpisodeOfCare_diagnosis(x, r, root):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'managingOrganization' in n:
        x = n['managingOrganization']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'referralRequest' in n:
        for x in n['referralRequest']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'careManager' in n:
        x = n['careManager']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'team' in n:
        for x in n['team']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'account' in n:
        for x in n['account']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_EpisodeOfCare_diagnosis(n, r, root):
    if 'condition' in n:
        x = n['condition']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_EpisodeOfCare_statusHistory(n, r, root):
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def is_broken(resource, root):
    return check_EpisodeOfCare(resource, resource, root)
