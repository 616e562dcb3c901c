from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_DetectedIssue(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'identifiedPeriod' in n:
        x = n['identifiedPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'author' in n:
        x = n['author']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'implicated' in n:
        for x in n['implicated']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'evidence' in n:
        for x in n['evidence']:
            if 'detail' in x and check_DetectedIssue_evidence(x, r, root):
                return True
    if 'mitigation' in n:
        for x in n['mitigation']:
            if 'author' in x and check_DetectedIssue_mitigation(x, r, root):
                return True
    return False


def check_DetectedIssue_evidence(n, r, root):
    if 'detail' in n:
        for x in n['detail']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_DetectedIssue_mitigation(n, r, root):
    if 'author' in n:
        x = n['author']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_DetectedIssue(resource, resource, root)
