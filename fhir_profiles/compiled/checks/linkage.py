from fhir_profiles.compiled.checks.datatypes import check_Reference


def check_Linkage(n, r, root):
    if (not len(n.get('item', ())) > 1):
        return True
    if 'author' in n:
        x = n['author']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'item' in n:
        for x in n['item']:
            if 'resource' in x and check_Linkage_item(x, r, root):
                return True
    return False


def check_Linkage_item(n, r, root):
    if 'resource' in n:
        x = n['resource']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_Linkage(resource, resource, root)
