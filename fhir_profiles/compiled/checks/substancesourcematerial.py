from fhir_profiles.compiled.checks.datatypes import check_Identifier


def check_SubstanceSourceMaterial(n, r, root):
    if 'organismId' in n:
        x = n['organismId']
        if check_Identifier(x, r, root):
            return True
    if 'parentSubstanceId' in n:
        for x in n['parentSubstanceId']:
            if check_Identifier(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_SubstanceSourceMaterial(resource, resource, root)
