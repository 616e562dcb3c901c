from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Reference


def check_AuditEvent(n, r, root):
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'agent' in n:
        for x in n['agent']:
            if check_AuditEvent_agent(x, r, root):
                return True
    if 'source' in n:
        x = n['source']
        if 'observer' in x and check_AuditEvent_source(x, r, root):
            return True
    if 'entity' in n:
        for x in n['entity']:
            if check_AuditEvent_entity(x, r, root):
                return True
    return False


def check_AuditEvent_agent(n, r, root):
    if 'who' in n:
        x = n['who']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'location' in n:
        x = n['location']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_AuditEvent_entity(n, r, root):
    if ((('name' in n or '_name' in n)) and (('query' in n or '_query' in n))):
        return True
    if 'what' in n:
        x = n['what']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_AuditEvent_source(n, r, root):
    if 'observer' in n:
        x = n['observer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_AuditEvent(resource, resource, root)
