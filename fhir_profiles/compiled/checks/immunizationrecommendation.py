from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_ImmunizationRecommendation(n, r, root):
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
    if 'recommendation' in n:
        for x in n['recommendation']:
            if check_ImmunizationRecommendation_recommendation(x, r, root):
                return True
    return False


def check_ImmunizationRecommendation_recommendation(n, r, root):
    if (not (('vaccineCode' in n)) and not (('targetDisease' in n))):
        return True
    if 'supportingImmunization' in n:
        for x in n['supportingImmunization']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'supportingPatientInformation' in n:
        for x in n['supportingPatientInformation']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_ImmunizationRecommendation(resource, resource, root)
