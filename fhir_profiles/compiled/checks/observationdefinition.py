from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Range, check_Reference


def check_ObservationDefinition(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'qualifiedInterval' in n:
        for x in n['qualifiedInterval']:
            if check_ObservationDefinition_qualifiedInterval(x, r, root):
                return True
    if 'validCodedValueSet' in n:
        x = n['validCodedValueSet']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'normalCodedValueSet' in n:
        x = n['normalCodedValueSet']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'abnormalCodedValueSet' in n:
        x = n['abnormalCodedValueSet']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'criticalCodedValueSet' in n:
        x = n['criticalCodedValueSet']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_ObservationDefinition_qualifiedInterval(n, r, root):
    if 'range' in n:
        x = n['range']
        if check_Range(x, r, root):
            return True
    if 'age' in n:
        x = n['age']
        if check_Range(x, r, root):
            return True
    if 'gestationalAge' in n:
        x = n['gestationalAge']
        if check_Range(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_ObservationDefinition(resource, resource, root)
