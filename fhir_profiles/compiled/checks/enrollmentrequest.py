from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_EnrollmentRequest(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'insurer' in n:
        x = n['insurer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'provider' in n:
        x = n['provider']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'candidate' in n:
        x = n['candidate']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'coverage' in n:
        x = n['coverage']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_EnrollmentRequest(resource, resource, root)
