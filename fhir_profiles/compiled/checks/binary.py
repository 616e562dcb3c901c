from fhir_profiles.compiled.checks.datatypes import check_Reference


def check_Binary(n, r, root):
    if 'securityContext' in n:
        x = n['securityContext']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_Binary(resource, resource, root)
