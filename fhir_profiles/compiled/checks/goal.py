from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Range, check_Ratio, check_Reference


def check_Goal(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'subject' in n:
        x = n['subject']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'target' in n:
        for x in n['target']:
            if check_Goal_target(x, r, root):
                return True
    if 'expressedBy' in n:
        x = n['expressedBy']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'addresses' in n:
        for x in n['addresses']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'outcomeReference' in n:
        for x in n['outcomeReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_Goal_target(n, r, root):
    if ((not (('detailQuantity' in n) or ('detailRange' in n) or ('detailCodeableConcept' in n) or ('detailString' in n or '_detailString' in n) or ('detailBoolean' in n or '_detailBoolean' in n) or ('detailInteger' in n or '_detailInteger' in n) or ('detailRatio' in n)) or not (('measure' in n))) and (('detailQuantity' in n) or ('detailRange' in n) or ('detailCodeableConcept' in n) or ('detailString' in n or '_detailString' in n) or ('detailBoolean' in n or '_detailBoolean' in n) or ('detailInteger' in n or '_detailInteger' in n) or ('detailRatio' in n))):
        return True
    if 'detailQuantity' in n:
        x = n['detailQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'detailRange' in n:
        x = n['detailRange']
        if check_Range(x, r, root):
            return True
    if 'detailRatio' in n:
        x = n['detailRatio']
        if check_Ratio(x, r, root):
            return True
    if 'dueDuration' in n:
        x = n['dueDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def is_broken(resource, root):
    return check_Goal(resource, resource, root)
