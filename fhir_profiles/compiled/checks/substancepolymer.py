from fhir_profiles.compiled.checks.datatypes import check_SubstanceAmount


def check_SubstancePolymer(n, r, root):
    if 'monomerSet' in n:
        for x in n['monomerSet']:
            if 'startingMaterial' in x and check_SubstancePolymer_monomerSet(x, r, root):
                return True
    if 'repeat' in n:
        for x in n['repeat']:
            if 'repeatUnit' in x and check_SubstancePolymer_repeat(x, r, root):
                return True
    return False


def check_SubstancePolymer_monomerSet(n, r, root):
    if 'startingMaterial' in n:
        for x in n['startingMaterial']:
            if 'amount' in x and check_SubstancePolymer_monomerSet_startingMaterial(x, r, root):
                return True
    return False


def check_SubstancePolymer_monomerSet_startingMaterial(n, r, root):
    if 'amount' in n:
        x = n['amount']
        if check_SubstanceAmount(x, r, root):
            return True
    return False


def check_SubstancePolymer_repeat(n, r, root):
    if 'repeatUnit' in n:
        for x in n['repeatUnit']:
            if check_SubstancePolymer_repeat_repeatUnit(x, r, root):
                return True
    return False


def check_SubstancePolymer_repeat_repeatUnit(n, r, root):
    if 'amount' in n:
        x = n['amount']
        if check_SubstanceAmount(x, r, root):
            return True
    if 'degreeOfPolymerisation' in n:
        for x in n['degreeOfPolymerisation']:
            if 'amount' in x and check_SubstancePolymer_repeat_repeatUnit_degreeOfPolymerisation(x, r, root):
                return True
    if 'structuralRepresentation' in n:
        for x in n['structuralRepresentation']:
            if 'attachment' in x and check_SubstancePolymer_repeat_repeatUnit_structuralRepresentation(x, r, root):
                return True
    return False


def check_SubstancePolymer_repeat_repeatUnit_degreeOfPolymerisation(n, r, root):
    if 'amount' in n:
        x = n['amount']
        if check_SubstanceAmount(x, r, root):
            return True
    return False


def check_SubstancePolymer_repeat_repeatUnit_structuralRepresentation(n, r, root):
    if 'attachment' in n:
        x = n['attachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    return False


def is_broken(resource, root):
    return check_SubstancePolymer(resource, resource, root)
