from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Ratio, check_Reference, check_Timing


def check_NutritionOrder(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'encounter' in n:
        x = n['encounter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'orderer' in n:
        x = n['orderer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'allergyIntolerance' in n:
        for x in n['allergyIntolerance']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'oralDiet' in n:
        x = n['oralDiet']
        if check_NutritionOrder_oralDiet(x, r, root):
            return True
    if 'supplement' in n:
        for x in n['supplement']:
            if check_NutritionOrder_supplement(x, r, root):
                return True
    if 'enteralFormula' in n:
        x = n['enteralFormula']
        if check_NutritionOrder_enteralFormula(x, r, root):
            return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    return False


def check_NutritionOrder_enteralFormula(n, r, root):
    if 'caloricDensity' in n:
        x = n['caloricDensity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'administration' in n:
        for x in n['administration']:
            if check_NutritionOrder_enteralFormula_administration(x, r, root):
                return True
    if 'maxVolumeToDeliver' in n:
        x = n['maxVolumeToDeliver']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_NutritionOrder_enteralFormula_administration(n, r, root):
    if 'schedule' in n:
        x = n['schedule']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'rateQuantity' in n:
        x = n['rateQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'rateRatio' in n:
        x = n['rateRatio']
        if check_Ratio(x, r, root):
            return True
    return False


def check_NutritionOrder_oralDiet(n, r, root):
    if 'schedule' in n:
        for x in n['schedule']:
            if 'repeat' in x and check_Timing(x, r, root):
                return True
    if 'nutrient' in n:
        for x in n['nutrient']:
            if 'amount' in x and check_NutritionOrder_oralDiet_nutrient(x, r, root):
                return True
    return False


def check_NutritionOrder_oralDiet_nutrient(n, r, root):
    if 'amount' in n:
        x = n['amount']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_NutritionOrder_supplement(n, r, root):
    if 'schedule' in n:
        for x in n['schedule']:
            if 'repeat' in x and check_Timing(x, r, root):
                return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def is_broken(resource, root):
    return check_NutritionOrder(resource, resource, root)
