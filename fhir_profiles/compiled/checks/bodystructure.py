from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_BodyStructure(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'image' in n:
        for x in n['image']:
            if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_BodyStructure(resource, resource, root)
