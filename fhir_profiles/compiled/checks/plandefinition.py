from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_DataRequirement, check_Identifier, check_Range, check_Reference, check_RelatedArtifact, check_Timing, check_TriggerDefinition, check_UsageContext


def check_PlanDefinition(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'subjectReference' in n:
        x = n['subjectReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'contact' in n:
        for x in n['contact']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'useContext' in n:
        for x in n['useContext']:
            if check_UsageContext(x, r, root):
                return True
    if 'effectivePeriod' in n:
        x = n['effectivePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'author' in n:
        for x in n['author']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'editor' in n:
        for x in n['editor']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'reviewer' in n:
        for x in n['reviewer']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'endorser' in n:
        for x in n['endorser']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'relatedArtifact' in n:
        for x in n['relatedArtifact']:
            if 'document' in x and check_RelatedArtifact(x, r, root):
                return True
    if 'goal' in n:
        for x in n['goal']:
            if check_PlanDefinition_goal(x, r, root):
                return True
    if 'action' in n:
        for x in n['action']:
            if check_PlanDefinition_action(x, r, root):
                return True
    return False


def check_PlanDefinition_action(n, r, root):
    if 'documentation' in n:
        for x in n['documentation']:
            if 'document' in x and check_RelatedArtifact(x, r, root):
                return True
    if 'subjectReference' in n:
        x = n['subjectReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'trigger' in n:
        for x in n['trigger']:
            if check_TriggerDefinition(x, r, root):
                return True
    if 'condition' in n:
        for x in n['condition']:
            if 'expression' in x and check_PlanDefinition_action_condition(x, r, root):
                return True
    if 'input' in n:
        for x in n['input']:
            if check_DataRequirement(x, r, root):
                return True
    if 'output' in n:
        for x in n['output']:
            if check_DataRequirement(x, r, root):
                return True
    if 'relatedAction' in n:
        for x in n['relatedAction']:
            if check_PlanDefinition_action_relatedAction(x, r, root):
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
    if 'dynamicValue' in n:
        for x in n['dynamicValue']:
            if 'expression' in x and check_PlanDefinition_action_dynamicValue(x, r, root):
                return True
    if 'action' in n:
        for x in n['action']:
            if check_PlanDefinition_action(x, r, root):
                return True
    return False


def check_PlanDefinition_action_condition(n, r, root):
    if 'expression' in n:
        x = n['expression']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    return False


def check_PlanDefinition_action_dynamicValue(n, r, root):
    if 'expression' in n:
        x = n['expression']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    return False


def check_PlanDefinition_action_relatedAction(n, r, root):
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


def check_PlanDefinition_goal(n, r, root):
    if 'documentation' in n:
        for x in n['documentation']:
            if 'document' in x and check_RelatedArtifact(x, r, root):
                return True
    if 'target' in n:
        for x in n['target']:
            if check_PlanDefinition_goal_target(x, r, root):
                return True
    return False


def check_PlanDefinition_goal_target(n, r, root):
    if 'detailQuantity' in n:
        x = n['detailQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'detailRange' in n:
        x = n['detailRange']
        if check_Range(x, r, root):
            return True
    if 'due' in n:
        x = n['due']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def is_broken(resource, root):
    return check_PlanDefinition(resource, resource, root)
