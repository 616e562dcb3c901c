from fhir_profiles.compiled.checks.datatypes import check_Population, check_Reference


def check_MedicinalProductIndication(n, r, root):
    if 'subject' in n:
        for x in n['subject']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'duration' in n:
        x = n['duration']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'otherTherapy' in n:
        for x in n['otherTherapy']:
            if 'medicationReference' in x and check_MedicinalProductIndication_otherTherapy(x, r, root):
                return True
    if 'undesirableEffect' in n:
        for x in n['undesirableEffect']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'population' in n:
        for x in n['population']:
            if 'ageRange' in x and check_Population(x, r, root):
                return True
    return False


def check_MedicinalProductIndication_otherTherapy(n, r, root):
    if 'medicationReference' in n:
        x = n['medicationReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_MedicinalProductIndication(resource, resource, root)
