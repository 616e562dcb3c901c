from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Range, check_Reference


def check_FamilyMemberHistory(n, r, root):
    if ((('ageAge' in n) or ('ageRange' in n) or ('ageString' in n or '_ageString' in n)) and (('bornPeriod' in n) or ('bornDate' in n or '_bornDate' in n) or ('bornString' in n or '_bornString' in n))):
        return True
    if (not (('ageAge' in n) or ('ageRange' in n) or ('ageString' in n or '_ageString' in n)) and (('estimatedAge' in n or '_estimatedAge' in n))):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'bornPeriod' in n:
        x = n['bornPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'ageAge' in n:
        x = n['ageAge']
        if (((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or (((('value' in x or '_value' in x)) and (x.get('value', None) is not None)) and (x.get('value', None) is not None and not x.get('value', None) > 0))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'ageRange' in n:
        x = n['ageRange']
        if check_Range(x, r, root):
            return True
    if 'deceasedAge' in n:
        x = n['deceasedAge']
        if (((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or (((('value' in x or '_value' in x)) and (x.get('value', None) is not None)) and (x.get('value', None) is not None and not x.get('value', None) > 0))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'deceasedRange' in n:
        x = n['deceasedRange']
        if check_Range(x, r, root):
            return True
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'condition' in n:
        for x in n['condition']:
            if check_FamilyMemberHistory_condition(x, r, root):
                return True
    return False


def check_FamilyMemberHistory_condition(n, r, root):
    if 'onsetAge' in n:
        x = n['onsetAge']
        if (((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or (((('value' in x or '_value' in x)) and (x.get('value', None) is not None)) and (x.get('value', None) is not None and not x.get('value', None) > 0))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'onsetRange' in n:
        x = n['onsetRange']
        if check_Range(x, r, root):
            return True
    if 'onsetPeriod' in n:
        x = n['onsetPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_FamilyMemberHistory(resource, resource, root)
