from fhir_profiles.compiled.checks.datatypes import check_ContactPoint


def check_Subscription(n, r, root):
    if 'contact' in n:
        for x in n['contact']:
            if check_ContactPoint(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_Subscription(resource, resource, root)
