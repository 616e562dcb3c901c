from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Range, check_Reference


def check_Procedure(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'basedOn' in n:
        for x in n['basedOn']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'partOf' in n:
        for x in n['partOf']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'encounter' in n:
        x = n['encounter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'performedPeriod' in n:
        x = n['performedPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'performedAge' in n:
        x = n['performedAge']
        if (((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or (((('value' in x or '_value' in x)) and (x.get('value', None) is not None)) and (x.get('value', None) is not None and not x.get('value', None) > 0))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'performedRange' in n:
        x = n['performedRange']
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
    if 'performer' in n:
        for x in n['performer']:
            if check_Procedure_performer(x, r, root):
                return True
    if 'location' in n:
        x = n['location']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'report' in n:
        for x in n['report']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'complicationDetail' in n:
        for x in n['complicationDetail']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'focalDevice' in n:
        for x in n['focalDevice']:
            if 'manipulated' in x and check_Procedure_focalDevice(x, r, root):
                return True
    if 'usedReference' in n:
        for x in n['usedReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_Procedure_focalDevice(n, r, root):
    if 'manipulated' in n:
        x = n['manipulated']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Procedure_performer(n, r, root):
    if 'actor' in n:
        x = n['actor']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'onBehalfOf' in n:
        x = n['onBehalfOf']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_Procedure(resource, resource, root)
