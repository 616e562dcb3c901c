from fhir_profiles.check_values import NOTHING, order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Range, check_Reference


def check_AllergyIntolerance(n, r, root):
    if (not any(True for v1 in (n.get('verificationStatus', NOTHING),) for v2 in v1.get('coding', ()) if ((v2.get('system', None) == 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification') and (v2.get('code', None) == 'entered-in-error'))) and not (('clinicalStatus' in n))):
        return True
    if (any(True for v1 in (n.get('verificationStatus', NOTHING),) for v2 in v1.get('coding', ()) if ((v2.get('system', None) == 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification') and (v2.get('code', None) == 'entered-in-error'))) and (('clinicalStatus' in n))):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'encounter' in n:
        x = n['encounter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'onsetAge' in n:
        x = n['onsetAge']
        if (((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or (((('value' in x or '_value' in x)) and (x.get('value', None) is not None)) and (x.get('value', None) is not None and not x.get('value', None) > 0))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'onsetPeriod' in n:
        x = n['onsetPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'onsetRange' in n:
        x = n['onsetRange']
        if check_Range(x, r, root):
            return True
    if 'recorder' in n:
        x = n['recorder']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'asserter' in n:
        x = n['asserter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'reaction' in n:
        for x in n['reaction']:
            if 'note' in x and check_AllergyIntolerance_reaction(x, r, root):
                return True
    return False


def check_AllergyIntolerance_reaction(n, r, root):
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_AllergyIntolerance(resource, resource, root)
