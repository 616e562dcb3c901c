from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_QuestionnaireResponse(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
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
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'encounter' in n:
        x = n['encounter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'author' in n:
        x = n['author']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'source' in n:
        x = n['source']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'item' in n:
        for x in n['item']:
            if check_QuestionnaireResponse_item(x, r, root):
                return True
    return False


def check_QuestionnaireResponse_item(n, r, root):
    if ((('answer' in n)) and (('item' in n))):
        return True
    if 'answer' in n:
        for x in n['answer']:
            if check_QuestionnaireResponse_item_answer(x, r, root):
                return True
    if 'item' in n:
        for x in n['item']:
            if check_QuestionnaireResponse_item(x, r, root):
                return True
    return False


def check_QuestionnaireResponse_item_answer(n, r, root):
    if 'valueAttachment' in n:
        x = n['valueAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'valueQuantity' in n:
        x = n['valueQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueReference' in n:
        x = n['valueReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'item' in n:
        for x in n['item']:
            if check_QuestionnaireResponse_item(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_QuestionnaireResponse(resource, resource, root)
