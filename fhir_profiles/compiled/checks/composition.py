from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_Composition(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
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
    if 'author' in n:
        for x in n['author']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'attester' in n:
        for x in n['attester']:
            if 'party' in x and check_Composition_attester(x, r, root):
                return True
    if 'custodian' in n:
        x = n['custodian']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'relatesTo' in n:
        for x in n['relatesTo']:
            if check_Composition_relatesTo(x, r, root):
                return True
    if 'event' in n:
        for x in n['event']:
            if check_Composition_event(x, r, root):
                return True
    if 'section' in n:
        for x in n['section']:
            if check_Composition_section(x, r, root):
                return True
    return False


def check_Composition_attester(n, r, root):
    if 'party' in n:
        x = n['party']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Composition_event(n, r, root):
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'detail' in n:
        for x in n['detail']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_Composition_relatesTo(n, r, root):
    if 'targetIdentifier' in n:
        x = n['targetIdentifier']
        if check_Identifier(x, r, root):
            return True
    if 'targetReference' in n:
        x = n['targetReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Composition_section(n, r, root):
    if ((not (('text' in n)) and not (('entry' in n))) and not (('section' in n))):
        return True
    if ((('emptyReason' in n)) and (('entry' in n))):
        return True
    if 'author' in n:
        for x in n['author']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'focus' in n:
        x = n['focus']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'entry' in n:
        for x in n['entry']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'section' in n:
        for x in n['section']:
            if check_Composition_section(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_Composition(resource, resource, root)
