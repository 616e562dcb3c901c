from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Dosage, check_Identifier, check_Reference


def check_MedicationStatement(n, r, root):
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
    if 'effectivePeriod' in n:
        x = n['effectivePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'informationSource' in n:
        x = n['informationSource']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'derivedFrom' in n:
        for x in n['derivedFrom']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'dosage' in n:
        for x in n['dosage']:
            if check_Dosage(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_MedicationStatement(resource, resource, root)
