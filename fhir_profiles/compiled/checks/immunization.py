from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Reference


def check_Immunization(n, r, root):
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
    if 'location' in n:
        x = n['location']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'manufacturer' in n:
        x = n['manufacturer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'doseQuantity' in n:
        x = n['doseQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'performer' in n:
        for x in n['performer']:
            if 'actor' in x and check_Immunization_performer(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'education' in n:
        for x in n['education']:
            if (not (('documentType' in x or '_documentType' in x)) and not (('reference' in x or '_reference' in x))):
                return True
    if 'reaction' in n:
        for x in n['reaction']:
            if 'detail' in x and check_Immunization_reaction(x, r, root):
                return True
    if 'protocolApplied' in n:
        for x in n['protocolApplied']:
            if 'authority' in x and check_Immunization_protocolApplied(x, r, root):
                return True
    return False


def check_Immunization_education(n, r, root):
    if (not (('documentType' in n or '_documentType' in n)) and not (('reference' in n or '_reference' in n))):
        return True
    return False


def check_Immunization_performer(n, r, root):
    if 'actor' in n:
        x = n['actor']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Immunization_protocolApplied(n, r, root):
    if 'authority' in n:
        x = n['authority']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Immunization_reaction(n, r, root):
    if 'detail' in n:
        x = n['detail']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_Immunization(resource, resource, root)
