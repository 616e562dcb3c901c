from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Reference, check_Timing


def check_CarePlan(n, r, root):
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
    if 'partOf' in n:
        for x in n['partOf']:
            if 'identifier' in x and check_Reference(x, r, root):
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
    if 'author' in n:
        x = n['author']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'contributor' in n:
        for x in n['contributor']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'careTeam' in n:
        for x in n['careTeam']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'addresses' in n:
        for x in n['addresses']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'supportingInfo' in n:
        for x in n['supportingInfo']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'goal' in n:
        for x in n['goal']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'activity' in n:
        for x in n['activity']:
            if check_CarePlan_activity(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    return False


def check_CarePlan_activity(n, r, root):
    if ((('detail' in n)) and (('reference' in n))):
        return True
    if 'outcomeReference' in n:
        for x in n['outcomeReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'progress' in n:
        for x in n['progress']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'reference' in n:
        x = n['reference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'detail' in n:
        x = n['detail']
        if check_CarePlan_activity_detail(x, r, root):
            return True
    return False


def check_CarePlan_activity_detail(n, r, root):
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'goal' in n:
        for x in n['goal']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'scheduledTiming' in n:
        x = n['scheduledTiming']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'scheduledPeriod' in n:
        x = n['scheduledPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'location' in n:
        x = n['location']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'performer' in n:
        for x in n['performer']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'productReference' in n:
        x = n['productReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'dailyAmount' in n:
        x = n['dailyAmount']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def is_broken(resource, root):
    return check_CarePlan(resource, resource, root)
