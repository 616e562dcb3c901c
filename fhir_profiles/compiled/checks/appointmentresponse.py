from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_AppointmentResponse(n, r, root):
    if (not (('participantType' in n)) and not (('actor' in n))):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'appointment' in n:
        x = n['appointment']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'actor' in n:
        x = n['actor']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_AppointmentResponse(resource, resource, root)
