from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Reference, check_Signature


def check_Provenance(n, r, root):
    if 'target' in n:
        for x in n['target']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'occurredPeriod' in n:
        x = n['occurredPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'location' in n:
        x = n['location']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'agent' in n:
        for x in n['agent']:
            if check_Provenance_agent(x, r, root):
                return True
    if 'entity' in n:
        for x in n['entity']:
            if check_Provenance_entity(x, r, root):
                return True
    if 'signature' in n:
        for x in n['signature']:
            if check_Signature(x, r, root):
                return True
    return False


def check_Provenance_agent(n, r, root):
    if 'who' in n:
        x = n['who']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'onBehalfOf' in n:
        x = n['onBehalfOf']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Provenance_entity(n, r, root):
    if 'what' in n:
        x = n['what']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'agent' in n:
        for x in n['agent']:
            if check_Provenance_agent(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_Provenance(resource, resource, root)
