from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Reference


def check_ClinicalImpression(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'encounter' in n:
        x = n['encounter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'effectivePeriod' in n:
        x = n['effectivePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'assessor' in n:
        x = n['assessor']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'previous' in n:
        x = n['previous']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'problem' in n:
        for x in n['problem']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'investigation' in n:
        for x in n['investigation']:
            if 'item' in x and check_ClinicalImpression_investigation(x, r, root):
                return True
    if 'finding' in n:
        for x in n['finding']:
            if 'itemReference' in x and check_ClinicalImpression_finding(x, r, root):
                return True
    if 'prognosisReference' in n:
        for x in n['prognosisReference']:
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
    return False


def check_ClinicalImpression_finding(n, r, root):
    if 'itemReference' in n:
        x = n['itemReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_ClinicalImpression_investigation(n, r, root):
    if 'item' in n:
        for x in n['item']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_ClinicalImpression(resource, resource, root)
