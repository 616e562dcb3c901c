from fhir_profiles.compiled.checks.datatypes import check_Population, check_Reference


def check_MedicinalProductUndesirableEffect(n, r, root):
    if 'subject' in n:
        for x in n['subject']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'population' in n:
        for x in n['population']:
            if 'ageRange' in x and check_Population(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_MedicinalProductUndesirableEffect(resource, resource, root)
