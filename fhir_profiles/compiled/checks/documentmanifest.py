from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_DocumentManifest(n, r, root):
    if 'masterIdentifier' in n:
        x = n['masterIdentifier']
        if check_Identifier(x, r, root):
            return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'author' in n:
        for x in n['author']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'recipient' in n:
        for x in n['recipient']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'content' in n:
        for x in n['content']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'related' in n:
        for x in n['related']:
            if check_DocumentManifest_related(x, r, root):
                return True
    return False


def check_DocumentManifest_related(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    if 'ref' in n:
        x = n['ref']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_DocumentManifest(resource, resource, root)
