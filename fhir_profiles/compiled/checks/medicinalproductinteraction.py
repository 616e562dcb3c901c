from fhir_profiles.compiled.checks.datatypes import check_Reference


def check_MedicinalProductInteraction(n, r, root):
    if 'subject' in n:
        for x in n['subject']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'interactant' in n:
        for x in n['interactant']:
            if 'itemReference' in x and check_MedicinalProductInteraction_interactant(x, r, root):
                return True
    return False


def check_MedicinalProductInteraction_interactant(n, r, root):
    if 'itemReference' in n:
        x = n['itemReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_MedicinalProductInteraction(resource, resource, root)
