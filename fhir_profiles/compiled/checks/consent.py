from fhir_profiles.check_values import NOTHING, order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_Consent(n, r, root):
    if (not (('policy' in n)) and not (('policyRule' in n))):
        return True
    if (not (('patient' in n)) and any(True for v1 in (n.get('scope', NOTHING),) for v2 in v1.get('coding', ()) if ((v2.get('system', None) == 'something') and (v2.get('code', None) == 'patient-privacy')))):
        return True
    if (not (('patient' in n)) and any(True for v1 in (n.get('scope', NOTHING),) for v2 in v1.get('coding', ()) if ((v2.get('system', None) == 'something') and (v2.get('code', None) == 'research')))):
        return True
    if (not (('patient' in n)) and any(True for v1 in (n.get('scope', NOTHING),) for v2 in v1.get('coding', ()) if ((v2.get('system', None) == 'something') and (v2.get('code', None) == 'adr')))):
        return True
    if (not (('patient' in n)) and any(True for v1 in (n.get('scope', NOTHING),) for v2 in v1.get('coding', ()) if ((v2.get('system', None) == 'something') and (v2.get('code', None) == 'treatment')))):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'performer' in n:
        for x in n['performer']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'organization' in n:
        for x in n['organization']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'sourceAttachment' in n:
        x = n['sourceAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'sourceReference' in n:
        x = n['sourceReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'verification' in n:
        for x in n['verification']:
            if 'verifiedWith' in x and check_Consent_verification(x, r, root):
                return True
    if 'provision' in n:
        x = n['provision']
        if check_Consent_provision(x, r, root):
            return True
    return False


def check_Consent_provision(n, r, root):
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'actor' in n:
        for x in n['actor']:
            if 'reference' in x and check_Consent_provision_actor(x, r, root):
                return True
    if 'dataPeriod' in n:
        x = n['dataPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'data' in n:
        for x in n['data']:
            if 'reference' in x and check_Consent_provision_data(x, r, root):
                return True
    if 'provision' in n:
        for x in n['provision']:
            if check_Consent_provision(x, r, root):
                return True
    return False


def check_Consent_provision_actor(n, r, root):
    if 'reference' in n:
        x = n['reference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Consent_provision_data(n, r, root):
    if 'reference' in n:
        x = n['reference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Consent_verification(n, r, root):
    if 'verifiedWith' in n:
        x = n['verifiedWith']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_Consent(resource, resource, root)
