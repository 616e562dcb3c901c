from fhir_profiles.check_values import is_met, order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_ContactPoint, check_Identifier, check_Reference


def check_CareTeam(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'encounter' in n:
        x = n['encounter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'participant' in n:
        for x in n['participant']:
            if check_CareTeam_participant(x, r, root):
                return True
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'managingOrganization' in n:
        for x in n['managingOrganization']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'telecom' in n:
        for x in n['telecom']:
            if check_ContactPoint(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    return False


def check_CareTeam_participant(n, r, root):
    if 'onBehalfOf' in n and not is_met('onBehalfOf.exists() implies (member.resolve().iif(empty(), true, ofType(Practitioner).exists()))', n, 'CareTeam.participant', r, root):
        return True
    if 'member' in n:
        x = n['member']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'onBehalfOf' in n:
        x = n['onBehalfOf']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def is_broken(resource, root):
    return check_CareTeam(resource, resource, root)
