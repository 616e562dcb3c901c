from fhir_profiles.compiled.checks.datatypes import check_ContactPoint, check_Reference


def check_MessageHeader(n, r, root):
    if 'destination' in n:
        for x in n['destination']:
            if check_MessageHeader_destination(x, r, root):
                return True
    if 'sender' in n:
        x = n['sender']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'enterer' in n:
        x = n['enterer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'author' in n:
        x = n['author']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'source' in n:
        x = n['source']
        if 'contact' in x and check_MessageHeader_source(x, r, root):
            return True
    if 'responsible' in n:
        x = n['responsible']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'response' in n:
        x = n['response']
        if 'details' in x and check_MessageHeader_response(x, r, root):
            return True
    if 'focus' in n:
        for x in n['focus']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_MessageHeader_destination(n, r, root):
    if 'target' in n:
        x = n['target']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'receiver' in n:
        x = n['receiver']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_MessageHeader_response(n, r, root):
    if 'details' in n:
        x = n['details']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_MessageHeader_source(n, r, root):
    if 'contact' in n:
        x = n['contact']
        if check_ContactPoint(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_MessageHeader(resource, resource, root)
