from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Reference


def check_VisionPrescription(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'encounter' in n:
        x = n['encounter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'prescriber' in n:
        x = n['prescriber']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'lensSpecification' in n:
        for x in n['lensSpecification']:
            if check_VisionPrescription_lensSpecification(x, r, root):
                return True
    return False


def check_VisionPrescription_lensSpecification(n, r, root):
    if 'duration' in n:
        x = n['duration']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_VisionPrescription(resource, resource, root)
