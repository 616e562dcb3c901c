from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_Encounter(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'statusHistory' in n:
        for x in n['statusHistory']:
            if 'period' in x and check_Encounter_statusHistory(x, r, root):
                return True
    if 'classHistory' in n:
        for x in n['classHistory']:
            if 'period' in x and check_Encounter_classHistory(x, r, root):
                return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'episodeOfCare' in n:
        for x in n['episodeOfCare']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'basedOn' in n:
        for x in n['basedOn']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'participant' in n:
        for x in n['participant']:
            if check_Encounter_participant(x, r, root):
                return True
    if 'appointment' in n:
        for x in n['appointment']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'length' in n:
        x = n['length']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'diagnosis' in n:
        for x in n['diagnosis']:
            if 'condition' in x and check_Encounter_diagnosis(x, r, root):
                return True
    if 'account' in n:
        for x in n['account']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'hospitalization' in n:
        x = n['hospitalization']
        if check_Encounter_hospitalization(x, r, root):
            return True
    if 'location' in n:
        for x in n['location']:
            if check_Encounter_location(x, r, root):
                return True
    if 'serviceProvider' in n:
        x = n['serviceProvider']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'partOf' in n:
        x = n['partOf']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Encounter_classHistory(n, r, root):
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def check_Encounter_diagnosis(n, r, root):
    if 'condition' in n:
        x = n['condition']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Encounter_hospitalization(n, r, root):
    if 'preAdmissionIdentifier' in n:
        x = n['preAdmissionIdentifier']
        if check_Identifier(x, r, root):
            return True
    if 'origin' in n:
        x = n['origin']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'destination' in n:
        x = n['destination']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Encounter_location(n, r, root):
    if 'location' in n:
        x = n['location']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def check_Encounter_participant(n, r, root):
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'individual' in n:
        x = n['individual']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Encounter_statusHistory(n, r, root):
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def is_broken(resource, root):
    return check_Encounter(resource, resource, root)
