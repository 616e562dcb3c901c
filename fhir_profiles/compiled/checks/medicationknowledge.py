from fhir_profiles.compiled.checks.datatypes import check_Dosage, check_Ratio, check_Reference


def check_MedicationKnowledge(n, r, root):
    if 'manufacturer' in n:
        x = n['manufacturer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'amount' in n:
        x = n['amount']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'relatedMedicationKnowledge' in n:
        for x in n['relatedMedicationKnowledge']:
            if 'reference' in x and check_MedicationKnowledge_relatedMedicationKnowledge(x, r, root):
                return True
    if 'associatedMedication' in n:
        for x in n['associatedMedication']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'monograph' in n:
        for x in n['monograph']:
            if 'source' in x and check_MedicationKnowledge_monograph(x, r, root):
                return True
    if 'ingredient' in n:
        for x in n['ingredient']:
            if check_MedicationKnowledge_ingredient(x, r, root):
                return True
    if 'administrationGuidelines' in n:
        for x in n['administrationGuidelines']:
            if check_MedicationKnowledge_administrationGuidelines(x, r, root):
                return True
    if 'packaging' in n:
        x = n['packaging']
        if 'quantity' in x and check_MedicationKnowledge_packaging(x, r, root):
            return True
    if 'drugCharacteristic' in n:
        for x in n['drugCharacteristic']:
            if 'valueQuantity' in x and check_MedicationKnowledge_drugCharacteristic(x, r, root):
                return True
    if 'contraindication' in n:
        for x in n['contraindication']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'regulatory' in n:
        for x in n['regulatory']:
            if check_MedicationKnowledge_regulatory(x, r, root):
                return True
    if 'kinetics' in n:
        for x in n['kinetics']:
            if check_MedicationKnowledge_kinetics(x, r, root):
                return True
    return False


def check_MedicationKnowledge_administrationGuidelines(n, r, root):
    if 'dosage' in n:
        for x in n['dosage']:
            if 'dosage' in x and check_MedicationKnowledge_administrationGuidelines_dosage(x, r, root):
                return True
    if 'indicationReference' in n:
        x = n['indicationReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'patientCharacteristics' in n:
        for x in n['patientCharacteristics']:
            if 'characteristicQuantity' in x and check_MedicationKnowledge_administrationGuidelines_patientCharacteristics(x, r, root):
                return True
    return False


def check_MedicationKnowledge_administrationGuidelines_dosage(n, r, root):
    if 'dosage' in n:
        for x in n['dosage']:
            if check_Dosage(x, r, root):
                return True
    return False


def check_MedicationKnowledge_administrationGuidelines_patientCharacteristics(n, r, root):
    if 'characteristicQuantity' in n:
        x = n['characteristicQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_MedicationKnowledge_drugCharacteristic(n, r, root):
    if 'valueQuantity' in n:
        x = n['valueQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_MedicationKnowledge_ingredient(n, r, root):
    if 'itemReference' in n:
        x = n['itemReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'strength' in n:
        x = n['strength']
        if check_Ratio(x, r, root):
            return True
    return False


def check_MedicationKnowledge_kinetics(n, r, root):
    if 'areaUnderCurve' in n:
        for x in n['areaUnderCurve']:
            if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
                return True
    if 'lethalDose50' in n:
        for x in n['lethalDose50']:
            if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
                return True
    if 'halfLifePeriod' in n:
        x = n['halfLifePeriod']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_MedicationKnowledge_monograph(n, r, root):
    if 'source' in n:
        x = n['source']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_MedicationKnowledge_packaging(n, r, root):
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_MedicationKnowledge_regulatory(n, r, root):
    if 'regulatoryAuthority' in n:
        x = n['regulatoryAuthority']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'maxDispense' in n:
        x = n['maxDispense']
        if check_MedicationKnowledge_regulatory_maxDispense(x, r, root):
            return True
    return False


def check_MedicationKnowledge_regulatory_maxDispense(n, r, root):
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'period' in n:
        x = n['period']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_MedicationKnowledge_relatedMedicationKnowledge(n, r, root):
    if 'reference' in n:
        for x in n['reference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_MedicationKnowledge(resource, resource, root)
