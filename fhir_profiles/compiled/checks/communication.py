from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Reference


def check_Communication(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'basedOn' in n:
        for x in n['basedOn']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'partOf' in n:
        for x in n['partOf']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'inResponseTo' in n:
        for x in n['inResponseTo']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'about' in n:
        for x in n['about']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'encounter' in n:
        x = n['encounter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'recipient' in n:
        for x in n['recipient']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'sender' in n:
        x = n['sender']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'payload' in n:
        for x in n['payload']:
            if check_Communication_payload(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    return False


def check_Communication_payload(n, r, root):
    if 'contentAttachment' in n:
        x = n['contentAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'contentReference' in n:
        x = n['contentReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_Communication(resource, resource, root)
