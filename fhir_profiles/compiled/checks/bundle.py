from fhir_profiles.check_values import NOTHING, are_urls_distinct, is_met
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Signature


def check_Bundle(n, r, root):
    if (((('total' in n or '_total' in n)) and (n.get('type', 'searchset') != 'searchset')) and (n.get('type', 'history') != 'history')):
        return True
    if (any(('search' in v1) for v1 in n.get('entry', ())) and (n.get('type', 'searchset') != 'searchset')):
        return True
    if not all(((('request' in v1)) and (((r.get('type', None) == 'batch') or (r.get('type', None) == 'transaction')) or (r.get('type', None) == 'history')) or not (('request' in v1)) and (((r.get('type', 'batch') != 'batch') and (r.get('type', 'transaction') != 'transaction')) and (r.get('type', 'history') != 'history'))) for v1 in n.get('entry', ())):
        return True
    if not all(((('response' in v1)) and (((r.get('type', None) == 'batch-response') or (r.get('type', None) == 'transaction-response')) or (r.get('type', None) == 'history')) or not (('response' in v1)) and (((r.get('type', 'batch-response') != 'batch-response') and (r.get('type', 'transaction-response') != 'transaction-response')) and (r.get('type', 'history') != 'history'))) for v1 in n.get('entry', ())):
        return True
    if n.get('type') != 'history' and not are_urls_distinct(n):
        return True
    if ((n.get('type', None) == 'document') and (not any(('system' in v1 or '_system' in v1) for v1 in (n.get('identifier', NOTHING),)) or not any(('value' in v2 or '_value' in v2) for v2 in (n.get('identifier', NOTHING),)))):
        return True
    if ((n.get('type', None) == 'document') and (n.get('timestamp', None) is None)):
        return True
    if n.get('type') == 'document' and not is_met("type = 'document' implies entry.first().resource.is(Composition)", n, 'Bundle', r, root):
        return True
    if n.get('type') == 'message' and not is_met("type = 'message' implies entry.first().resource.is(MessageHeader)", n, 'Bundle', r, root):
        return True
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    if 'entry' in n:
        for x in n['entry']:
            if ((not (('resource' in x)) and not (('request' in x))) and not (('response' in x))):
                return True
            if ('/_history/' in x.get('fullUrl', '')):
                return True
    if 'signature' in n:
        x = n['signature']
        if check_Signature(x, r, root):
            return True
    return False


def check_Bundle_entry(n, r, root):
    if ((not (('resource' in n)) and not (('request' in n))) and not (('response' in n))):
        return True
    if ('/_history/' in n.get('fullUrl', '')):
        return True
    return False


def is_broken(resource, root):
    return check_Bundle(resource, resource, root)
