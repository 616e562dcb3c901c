from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Range, check_Reference


def check_SpecimenDefinition(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    if 'typeTested' in n:
        for x in n['typeTested']:
            if check_SpecimenDefinition_typeTested(x, r, root):
                return True
    return False


def check_SpecimenDefinition_typeTested(n, r, root):
    if 'container' in n:
        x = n['container']
        if check_SpecimenDefinition_typeTested_container(x, r, root):
            return True
    if 'retentionTime' in n:
        x = n['retentionTime']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'handling' in n:
        for x in n['handling']:
            if check_SpecimenDefinition_typeTested_handling(x, r, root):
                return True
    return False


def check_SpecimenDefinition_typeTested_container(n, r, root):
    if 'capacity' in n:
        x = n['capacity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'minimumVolumeQuantity' in n:
        x = n['minimumVolumeQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'additive' in n:
        for x in n['additive']:
            if 'additiveReference' in x and check_SpecimenDefinition_typeTested_container_additive(x, r, root):
                return True
    return False


def check_SpecimenDefinition_typeTested_container_additive(n, r, root):
    if 'additiveReference' in n:
        x = n['additiveReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_SpecimenDefinition_typeTested_handling(n, r, root):
    if 'temperatureRange' in n:
        x = n['temperatureRange']
        if check_Range(x, r, root):
            return True
    if 'maxDuration' in n:
        x = n['maxDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def is_broken(resource, root):
    return check_SpecimenDefinition(resource, resource, root)
