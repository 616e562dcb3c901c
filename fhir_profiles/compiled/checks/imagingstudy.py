from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Reference


def check_ImagingStudy(n, r, root):
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
    if 'basedOn' in n:
        for x in n['basedOn']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'referrer' in n:
        x = n['referrer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'interpreter' in n:
        for x in n['interpreter']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'endpoint' in n:
        for x in n['endpoint']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'procedureReference' in n:
        x = n['procedureReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'location' in n:
        x = n['location']
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
    if 'series' in n:
        for x in n['series']:
            if check_ImagingStudy_series(x, r, root):
                return True
    return False


def check_ImagingStudy_series(n, r, root):
    if 'endpoint' in n:
        for x in n['endpoint']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'specimen' in n:
        for x in n['specimen']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'performer' in n:
        for x in n['performer']:
            if 'actor' in x and check_ImagingStudy_series_performer(x, r, root):
                return True
    return False


def check_ImagingStudy_series_performer(n, r, root):
    if 'actor' in n:
        x = n['actor']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_ImagingStudy(resource, resource, root)
