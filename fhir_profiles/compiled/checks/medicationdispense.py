from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Dosage, check_Identifier, check_Reference


def check_MedicationDispense(n, r, root):
    if (((('whenHandedOver' in n or '_whenHandedOver' in n)) and (('whenPrepared' in n or '_whenPrepared' in n))) and (order_moments(n.get('whenHandedOver', None), n.get('whenPrepared', None)) in (-1,))):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'partOf' in n:
        for x in n['partOf']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'statusReasonReference' in n:
        x = n['statusReasonReference']
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
    if 'performer' in n:
        for x in n['performer']:
            if 'actor' in x and check_MedicationDispense_performer(x, r, root):
                return True
    if 'location' in n:
        x = n['location']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'authorizingPrescription' in n:
        for x in n['authorizingPrescription']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'daysSupply' in n:
        x = n['daysSupply']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'destination' in n:
        x = n['destination']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'receiver' in n:
        for x in n['receiver']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'dosageInstruction' in n:
        for x in n['dosageInstruction']:
            if check_Dosage(x, r, root):
                return True
    if 'substitution' in n:
        x = n['substitution']
        if 'responsibleParty' in x and check_MedicationDispense_substitution(x, r, root):
            return True
    if 'detectedIssue' in n:
        for x in n['detectedIssue']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'eventHistory' in n:
        for x in n['eventHistory']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_MedicationDispense_performer(n, r, root):
    if 'actor' in n:
        x = n['actor']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_MedicationDispense_substitution(n, r, root):
    if 'responsibleParty' in n:
        for x in n['responsibleParty']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_MedicationDispense(resource, resource, root)
