from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Reference


def check_CommunicationRequest(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'basedOn' in n:
        for x in n['basedOn']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'replaces' in n:
        for x in n['replaces']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'groupIdentifier' in n:
        x = n['groupIdentifier']
        if check_Identifier(x, r, root):
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
    if 'payload' in n:
        for x in n['payload']:
            if check_CommunicationRequest_payload(x, r, root):
                return True
    if 'occurrencePeriod' in n:
        x = n['occurrencePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'requester' in n:
        x = n['requester']
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
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    return False


def check_CommunicationRequest_payload(n, r, root):
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
    return check_CommunicationRequest(resource, resource, root)
