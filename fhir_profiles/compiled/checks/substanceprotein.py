from fhir_profiles.compiled.checks.datatypes import check_Identifier


def check_SubstanceProtein(n, r, root):
    if 'subunit' in n:
        for x in n['subunit']:
            if check_SubstanceProtein_subunit(x, r, root):
                return True
    return False


def check_SubstanceProtein_subunit(n, r, root):
    if 'sequenceAttachment' in n:
        x = n['sequenceAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'nTerminalModificationId' in n:
        x = n['nTerminalModificationId']
        if check_Identifier(x, r, root):
            return True
    if 'cTerminalModificationId' in n:
        x = n['cTerminalModificationId']
        if check_Identifier(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_SubstanceProtein(resource, resource, root)
