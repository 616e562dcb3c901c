from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_ImmunizationEvaluation(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'authority' in n:
        x = n['authority']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'immunizationEvent' in n:
        x = n['immunizationEvent']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_ImmunizationEvaluation(resource, resource, root)
