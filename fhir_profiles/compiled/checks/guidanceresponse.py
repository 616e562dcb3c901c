from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_DataRequirement, check_Identifier, check_Reference


def check_GuidanceResponse(n, r, root):
    if 'requestIdentifier' in n:
        x = n['requestIdentifier']
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
    if 'encounter' in n:
        x = n['encounter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'performer' in n:
        x = n['performer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'reasonReference' in n:
        for x in n['reasonReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'evaluationMessage' in n:
        for x in n['evaluationMessage']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'outputParameters' in n:
        x = n['outputParameters']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'result' in n:
        x = n['result']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'dataRequirement' in n:
        for x in n['dataRequirement']:
            if check_DataRequirement(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_GuidanceResponse(resource, resource, root)
