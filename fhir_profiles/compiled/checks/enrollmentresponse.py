from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_EnrollmentResponse(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'request' in n:
        x = n['request']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'organization' in n:
        x = n['organization']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'requestProvider' in n:
        x = n['requestProvider']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_EnrollmentResponse(resource, resource, root)
