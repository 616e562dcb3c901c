from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Reference


def check_List(n, r, root):
    if ((('emptyReason' in n)) and (('entry' in n))):
        return True
    if ((n.get('mode', 'changes') != 'changes') and any(('deleted' in v1 or '_deleted' in v1) for v1 in n.get('entry', ()))):
        return True
    if ((n.get('mode', 'working') != 'working') and any(('date' in v1 or '_date' in v1) for v1 in n.get('entry', ()))):
        return True
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
    if 'source' in n:
        x = n['source']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'entry' in n:
        for x in n['entry']:
            if 'item' in x and check_List_entry(x, r, root):
                return True
    return False


def check_List_entry(n, r, root):
    if 'item' in n:
        x = n['item']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_List(resource, resource, root)
