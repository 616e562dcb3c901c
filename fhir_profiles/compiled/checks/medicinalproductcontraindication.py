from fhir_profiles.compiled.checks.datatypes import check_Population, check_Reference


def check_MedicinalProductContraindication(n, r, root):
    if 'subject' in n:
        for x in n['subject']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'therapeuticIndication' in n:
        for x in n['therapeuticIndication']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'otherTherapy' in n:
        for x in n['otherTherapy']:
            if 'medicationReference' in x and check_MedicinalProductContraindication_otherTherapy(x, r, root):
                return True
    if 'population' in n:
        for x in n['population']:
            if 'ageRange' in x and check_Population(x, r, root):
                return True
    return False


def check_MedicinalProductContraindication_otherTherapy(n, r, root):
    if 'medicationReference' in n:
        x = n['medicationReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_MedicinalProductContraindication(resource, resource, root)
