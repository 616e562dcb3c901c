from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Ratio, check_Reference


def check_MedicinalProductIngredient(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    if 'manufacturer' in n:
        for x in n['manufacturer']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'specifiedSubstance' in n:
        for x in n['specifiedSubstance']:
            if 'strength' in x and check_MedicinalProductIngredient_specifiedSubstance(x, r, root):
                return True
    if 'substance' in n:
        x = n['substance']
        if 'strength' in x and check_MedicinalProductIngredient_substance(x, r, root):
            return True
    return False


def check_MedicinalProductIngredient_specifiedSubstance(n, r, root):
    if 'strength' in n:
        for x in n['strength']:
            if check_MedicinalProductIngredient_specifiedSubstance_strength(x, r, root):
                return True
    return False


def check_MedicinalProductIngredient_specifiedSubstance_strength(n, r, root):
    if 'presentation' in n:
        x = n['presentation']
        if check_Ratio(x, r, root):
            return True
    if 'presentationLowLimit' in n:
        x = n['presentationLowLimit']
        if check_Ratio(x, r, root):
            return True
    if 'concentration' in n:
        x = n['concentration']
        if check_Ratio(x, r, root):
            return True
    if 'concentrationLowLimit' in n:
        x = n['concentrationLowLimit']
        if check_Ratio(x, r, root):
            return True
    if 'referenceStrength' in n:
        for x in n['referenceStrength']:
            if check_MedicinalProductIngredient_specifiedSubstance_strength_referenceStrength(x, r, root):
                return True
    return False


def check_MedicinalProductIngredient_specifiedSubstance_strength_referenceStrength(n, r, root):
    if 'strength' in n:
        x = n['strength']
        if check_Ratio(x, r, root):
            return True
    if 'strengthLowLimit' in n:
        x = n['strengthLowLimit']
        if check_Ratio(x, r, root):
            return True
    return False


def check_MedicinalProductIngredient_substance(n, r, root):
    if 'strength' in n:
        for x in n['strength']:
            if check_MedicinalProductIngredient_specifiedSubstance_strength(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_MedicinalProductIngredient(resource, resource, root)
