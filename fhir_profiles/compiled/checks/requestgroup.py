from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Range, check_Reference, check_RelatedArtifact, check_Timing


def check_RequestGroup(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'basedOn' in n:
        for x in n['basedOn']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'replaces' in n:
        for x in n['replaces']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'groupIdentifier' in n:
        x = n['groupIdentifier']
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
        x = n['author']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'action' in n:
        for x in n['action']:
            if check_RequestGroup_action(x, r, root):
                return True
    return False


def check_RequestGroup_action(n, r, root):
    if ((('resource' in n)) and (('action' in n)) or not (('resource' in n)) and not (('action' in n))):
        return True
    if 'documentation' in n:
        for x in n['documentation']:
            if 'document' in x and check_RelatedArtifact(x, r, root):
                return True
    if 'condition' in n:
        for x in n['condition']:
            if 'expression' in x and check_RequestGroup_action_condition(x, r, root):
                return True
    if 'relatedAction' in n:
        for x in n['relatedAction']:
            if check_RequestGroup_action_relatedAction(x, r, root):
                return True
    if 'timingAge' in n:
        x = n['timingAge']
        if (((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or (((('value' in x or '_value' in x)) and (x.get('value', None) is not None)) and (x.get('value', None) is not None and not x.get('value', None) > 0))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'timingPeriod' in n:
        x = n['timingPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'timingDuration' in n:
        x = n['timingDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'timingRange' in n:
        x = n['timingRange']
        if check_Range(x, r, root):
            return True
    if 'timingTiming' in n:
        x = n['timingTiming']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'participant' in n:
        for x in n['participant']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'resource' in n:
        x = n['resource']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'action' in n:
        for x in n['action']:
            if check_RequestGroup_action(x, r, root):
                return True
    return False


def check_RequestGroup_action_condition(n, r, root):
    if 'expression' in n:
        x = n['expression']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    return False


def check_RequestGroup_action_relatedAction(n, r, root):
    if 'offsetDuration' in n:
        x = n['offsetDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'offsetRange' in n:
        x = n['offsetRange']
        if check_Range(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_RequestGroup(resource, resource, root)
