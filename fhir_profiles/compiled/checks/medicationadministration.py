from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Ratio, check_Reference


def check_MedicationAdministration(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'partOf' in n:
        for x in n['partOf']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'medicationReference' in n:
        x = n['medicationReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'context' in n:
        x = n['context']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'supportingInformation' in n:
        for x in n['supportingInformation']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'effectivePeriod' in n:
        x = n['effectivePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'performer' in n:
        for x in n['performer']:
            if 'actor' in x and check_MedicationAdministration_performer(x, r, root):
                return True
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'request' in n:
        x = n['request']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'device' in n:
        for x in n['device']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'dosage' in n:
        x = n['dosage']
        if check_MedicationAdministration_dosage(x, r, root):
            return True
    if 'eventHistory' in n:
        for x in n['eventHistory']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_MedicationAdministration_dosage(n, r, root):
    if (not (('dose' in n)) and not (('rateRatio' in n) or ('rateQuantity' in n))):
        return True
    if 'dose' in n:
        x = n['dose']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'rateRatio' in n:
        x = n['rateRatio']
        if check_Ratio(x, r, root):
            return True
    if 'rateQuantity' in n:
        x = n['rateQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_MedicationAdministration_performer(n, r, root):
    if 'actor' in n:
        x = n['actor']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_MedicationAdministration(resource, resource, root)
