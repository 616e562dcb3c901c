from fhir_profiles.check_values import NOTHING, order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Range, check_Reference


def check_Condition(n, r, root):
    if ((('abatementDateTime' in n or '_abatementDateTime' in n) or ('abatementAge' in n) or ('abatementPeriod' in n) or ('abatementRange' in n) or ('abatementString' in n or '_abatementString' in n)) and not any(True for v1 in (n.get('clinicalStatus', NOTHING),) for v2 in v1.get('coding', ()) if ((v2.get('system', None) == 'http://terminology.hl7.org/CodeSystem/condition-clinical') and (((v2.get('code', None) == 'resolved') or (v2.get('code', None) == 'remission')) or (v2.get('code', None) == 'inactive'))))):
        return True
    if (any(True for v1 in (n.get('verificationStatus', NOTHING),) for v2 in v1.get('coding', ()) if ((v2.get('system', None) == 'http://terminology.hl7.org/CodeSystem/condition-ver-status') and (v2.get('code', None) == 'entered-in-error'))) and (('clinicalStatus' in n))):
        return True
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
    if 'abatementAge' in n:
        x = n['abatementAge']
        if (((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or (((('value' in x or '_value' in x)) and (x.get('value', None) is not None)) and (x.get('value', None) is not None and not x.get('value', None) > 0))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'abatementPeriod' in n:
        x = n['abatementPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'abatementRange' in n:
        x = n['abatementRange']
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
    if 'stage' in n:
        for x in n['stage']:
            if check_Condition_stage(x, r, root):
                return True
    if 'evidence' in n:
        for x in n['evidence']:
            if check_Condition_evidence(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    return False


def check_Condition_evidence(n, r, root):
    if (not (('code' in n)) and not (('detail' in n))):
        return True
    if 'detail' in n:
        for x in n['detail']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_Condition_stage(n, r, root):
    if (not (('summary' in n)) and not (('assessment' in n))):
        return True
    if 'assessment' in n:
        for x in n['assessment']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_Condition(resource, resource, root)
