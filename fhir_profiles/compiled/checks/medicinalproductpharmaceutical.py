from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Ratio, check_Reference


def check_MedicinalProductPharmaceutical(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'ingredient' in n:
        for x in n['ingredient']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'device' in n:
        for x in n['device']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'routeOfAdministration' in n:
        for x in n['routeOfAdministration']:
            if check_MedicinalProductPharmaceutical_routeOfAdministration(x, r, root):
                return True
    return False


def check_MedicinalProductPharmaceutical_routeOfAdministration(n, r, root):
    if 'firstDose' in n:
        x = n['firstDose']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'maxSingleDose' in n:
        x = n['maxSingleDose']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'maxDosePerDay' in n:
        x = n['maxDosePerDay']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'maxDosePerTreatmentPeriod' in n:
        x = n['maxDosePerTreatmentPeriod']
        if check_Ratio(x, r, root):
            return True
    if 'maxTreatmentPeriod' in n:
        x = n['maxTreatmentPeriod']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'targetSpecies' in n:
        for x in n['targetSpecies']:
            if 'withdrawalPeriod' in x and check_MedicinalProductPharmaceutical_routeOfAdministration_targetSpecies(x, r, root):
                return True
    return False


def check_MedicinalProductPharmaceutical_routeOfAdministration_targetSpecies(n, r, root):
    if 'withdrawalPeriod' in n:
        for x in n['withdrawalPeriod']:
            if 'value' in x and check_MedicinalProductPharmaceutical_routeOfAdministration_targetSpecies_withdrawalPeriod(x, r, root):
                return True
    return False


def check_MedicinalProductPharmaceutical_routeOfAdministration_targetSpecies_withdrawalPeriod(n, r, root):
    if 'value' in n:
        x = n['value']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def is_broken(resource, root):
    return check_MedicinalProductPharmaceutical(resource, resource, root)
