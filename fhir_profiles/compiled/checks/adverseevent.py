from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_AdverseEvent(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
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
    if 'resultingCondition' in n:
        for x in n['resultingCondition']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'location' in n:
        x = n['location']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'recorder' in n:
        x = n['recorder']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'contributor' in n:
        for x in n['contributor']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'suspectEntity' in n:
        for x in n['suspectEntity']:
            if check_AdverseEvent_suspectEntity(x, r, root):
                return True
    if 'subjectMedicalHistory' in n:
        for x in n['subjectMedicalHistory']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'referenceDocument' in n:
        for x in n['referenceDocument']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'study' in n:
        for x in n['study']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_AdverseEvent_suspectEntity(n, r, root):
    if 'instance' in n:
        x = n['instance']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'causality' in n:
        for x in n['causality']:
            if 'author' in x and check_AdverseEvent_suspectEntity_causality(x, r, root):
                return True
    return False


def check_AdverseEvent_suspectEntity_causality(n, r, root):
    if 'author' in n:
        x = n['author']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_AdverseEvent(resource, resource, root)
