from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_Appointment(n, r, root):
    if ((('start' in n or '_start' in n)) and not (('end' in n or '_end' in n)) or not (('start' in n or '_start' in n)) and (('end' in n or '_end' in n))):
        return True
    if ((not (('start' in n or '_start' in n)) or not (('end' in n or '_end' in n))) and (n.get('status', 'proposed') not in ('proposed', 'cancelled', 'waitlist'))):
        return True
    if ((('cancelationReason' in n)) and ((n.get('status', 'no-show') != 'no-show') and (n.get('status', 'cancelled') != 'cancelled'))):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'supportingInformation' in n:
        for x in n['supportingInformation']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'slot' in n:
        for x in n['slot']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'basedOn' in n:
        for x in n['basedOn']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'participant' in n:
        for x in n['participant']:
            if check_Appointment_participant(x, r, root):
                return True
    if 'requestedPeriod' in n:
        for x in n['requestedPeriod']:
            if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
                return True
    return False


def check_Appointment_participant(n, r, root):
    if (not (('type' in n)) and not (('actor' in n))):
        return True
    if 'actor' in n:
        x = n['actor']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def is_broken(resource, root):
    return check_Appointment(resource, resource, root)
