from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_DiagnosticReport(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'basedOn' in n:
        for x in n['basedOn']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'encounter' in n:
        x = n['encounter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'effectivePeriod' in n:
        x = n['effectivePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'performer' in n:
        for x in n['performer']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'resultsInterpreter' in n:
        for x in n['resultsInterpreter']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'specimen' in n:
        for x in n['specimen']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'result' in n:
        for x in n['result']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'imagingStudy' in n:
        for x in n['imagingStudy']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'media' in n:
        for x in n['media']:
            if 'link' in x and check_DiagnosticReport_media(x, r, root):
                return True
    if 'presentedForm' in n:
        for x in n['presentedForm']:
            if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
                return True
    return False


def check_DiagnosticReport_media(n, r, root):
    if 'link' in n:
        x = n['link']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_DiagnosticReport(resource, resource, root)
