from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_MeasureReport(n, r, root):
    if ((n.get('type', None) == 'data-collection') and (('group' in n))):
        return True
    if not all(((('value' in v3)) and not (('component' in v3)) or not (('value' in v3)) and (('component' in v3))) for v1 in n.get('group', ()) for v2 in v1.get('stratifier', ()) for v3 in v2.get('stratum', ())):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'reporter' in n:
        x = n['reporter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'group' in n:
        for x in n['group']:
            if check_MeasureReport_group(x, r, root):
                return True
    if 'evaluatedResource' in n:
        for x in n['evaluatedResource']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_MeasureReport_group(n, r, root):
    if 'population' in n:
        for x in n['population']:
            if 'subjectResults' in x and check_MeasureReport_group_population(x, r, root):
                return True
    if 'measureScore' in n:
        x = n['measureScore']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'stratifier' in n:
        for x in n['stratifier']:
            if 'stratum' in x and check_MeasureReport_group_stratifier(x, r, root):
                return True
    return False


def check_MeasureReport_group_population(n, r, root):
    if 'subjectResults' in n:
        x = n['subjectResults']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_MeasureReport_group_stratifier(n, r, root):
    if 'stratum' in n:
        for x in n['stratum']:
            if check_MeasureReport_group_stratifier_stratum(x, r, root):
                return True
    return False


def check_MeasureReport_group_stratifier_stratum(n, r, root):
    if 'population' in n:
        for x in n['population']:
            if 'subjectResults' in x and check_MeasureReport_group_stratifier_stratum_population(x, r, root):
                return True
    if 'measureScore' in n:
        x = n['measureScore']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_MeasureReport_group_stratifier_stratum_population(n, r, root):
    if 'subjectResults' in n:
        x = n['subjectResults']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_MeasureReport(resource, resource, root)
