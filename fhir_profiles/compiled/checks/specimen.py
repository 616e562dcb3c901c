from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Reference


def check_Specimen(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'accessionIdentifier' in n:
        x = n['accessionIdentifier']
        if check_Identifier(x, r, root):
            return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'parent' in n:
        for x in n['parent']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'request' in n:
        for x in n['request']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'collection' in n:
        x = n['collection']
        if check_Specimen_collection(x, r, root):
            return True
    if 'processing' in n:
        for x in n['processing']:
            if check_Specimen_processing(x, r, root):
                return True
    if 'container' in n:
        for x in n['container']:
            if check_Specimen_container(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    return False


def check_Specimen_collection(n, r, root):
    if 'collector' in n:
        x = n['collector']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'collectedPeriod' in n:
        x = n['collectedPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'duration' in n:
        x = n['duration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'fastingStatusDuration' in n:
        x = n['fastingStatusDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_Specimen_container(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'capacity' in n:
        x = n['capacity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'specimenQuantity' in n:
        x = n['specimenQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'additiveReference' in n:
        x = n['additiveReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Specimen_processing(n, r, root):
    if 'additive' in n:
        for x in n['additive']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'timePeriod' in n:
        x = n['timePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def is_broken(resource, root):
    return check_Specimen(resource, resource, root)
