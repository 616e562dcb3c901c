from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Reference


def check_Invoice(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'recipient' in n:
        x = n['recipient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'participant' in n:
        for x in n['participant']:
            if 'actor' in x and check_Invoice_participant(x, r, root):
                return True
    if 'issuer' in n:
        x = n['issuer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'account' in n:
        x = n['account']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'lineItem' in n:
        for x in n['lineItem']:
            if 'chargeItemReference' in x and check_Invoice_lineItem(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    return False


def check_Invoice_lineItem(n, r, root):
    if 'chargeItemReference' in n:
        x = n['chargeItemReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Invoice_participant(n, r, root):
    if 'actor' in n:
        x = n['actor']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_Invoice(resource, resource, root)
