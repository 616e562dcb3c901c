from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Dosage, check_Identifier, check_Reference


def check_MedicationRequest(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'reportedReference' in n:
        x = n['reportedReference']
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
    if 'encounter' in n:
        x = n['encounter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'supportingInformation' in n:
        for x in n['supportingInformation']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'requester' in n:
        x = n['requester']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'performer' in n:
        x = n['performer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'recorder' in n:
        x = n['recorder']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'basedOn' in n:
        for x in n['basedOn']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'groupIdentifier' in n:
        x = n['groupIdentifier']
        if check_Identifier(x, r, root):
            return True
    if 'insurance' in n:
        for x in n['insurance']:
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
    if 'dispenseRequest' in n:
        x = n['dispenseRequest']
        if check_MedicationRequest_dispenseRequest(x, r, root):
            return True
    if 'priorPrescription' in n:
        x = n['priorPrescription']
        if 'identifier' in x and check_Reference(x, r, root):
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


def check_MedicationRequest_dispenseRequest(n, r, root):
    if 'initialFill' in n:
        x = n['initialFill']
        if check_MedicationRequest_dispenseRequest_initialFill(x, r, root):
            return True
    if 'dispenseInterval' in n:
        x = n['dispenseInterval']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'validityPeriod' in n:
        x = n['validityPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'expectedSupplyDuration' in n:
        x = n['expectedSupplyDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'performer' in n:
        x = n['performer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_MedicationRequest_dispenseRequest_initialFill(n, r, root):
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'duration' in n:
        x = n['duration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def is_broken(resource, root):
    return check_MedicationRequest(resource, resource, root)
