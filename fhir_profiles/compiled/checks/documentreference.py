from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_DocumentReference(n, r, root):
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
    if 'authenticator' in n:
        x = n['authenticator']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'custodian' in n:
        x = n['custodian']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'relatesTo' in n:
        for x in n['relatesTo']:
            if 'target' in x and check_DocumentReference_relatesTo(x, r, root):
                return True
    if 'content' in n:
        for x in n['content']:
            if 'attachment' in x and check_DocumentReference_content(x, r, root):
                return True
    if 'context' in n:
        x = n['context']
        if check_DocumentReference_context(x, r, root):
            return True
    return False


def check_DocumentReference_content(n, r, root):
    if 'attachment' in n:
        x = n['attachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    return False


def check_DocumentReference_context(n, r, root):
    if 'encounter' in n:
        for x in n['encounter']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'sourcePatientInfo' in n:
        x = n['sourcePatientInfo']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'related' in n:
        for x in n['related']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_DocumentReference_relatesTo(n, r, root):
    if 'target' in n:
        x = n['target']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_DocumentReference(resource, resource, root)
