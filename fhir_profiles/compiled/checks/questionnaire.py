from fhir_profiles.check_values import is_met, order_moments
from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_Identifier, check_Reference, check_UsageContext


def check_Questionnaire(n, r, root):
    if not is_met('descendants().linkId.isDistinct()', n, 'Questionnaire', r, root):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'contact' in n:
        for x in n['contact']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'useContext' in n:
        for x in n['useContext']:
            if check_UsageContext(x, r, root):
                return True
    if 'effectivePeriod' in n:
        x = n['effectivePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'item' in n:
        for x in n['item']:
            if check_Questionnaire_item(x, r, root):
                return True
    return False


def check_Questionnaire_item(n, r, root):
    if n.get('type') == 'group' and 'item' not in n or n.get('type') == 'display' and 'item' in n:
        return True
    if ((n.get('type', None) == 'display') and (('code' in n))):
        return True
    if ((('answerOption' in n)) and (('answerValueSet' in n or '_answerValueSet' in n))):
        return True
    if ((((((((((n.get('type', 'choice') != 'choice') and (n.get('type', 'open-choice') != 'open-choice')) and (n.get('type', 'decimal') != 'decimal')) and (n.get('type', 'integer') != 'integer')) and (n.get('type', 'date') != 'date')) and (n.get('type', 'dateTime') != 'dateTime')) and (n.get('type', 'time') != 'time')) and (n.get('type', 'string') != 'string')) and (n.get('type', 'quantity') != 'quantity')) and ((('answerValueSet' in n or '_answerValueSet' in n)) or (('answerOption' in n)))):
        return True
    if ((n.get('type', None) == 'display') and ((('required' in n or '_required' in n)) or (('repeats' in n or '_repeats' in n)))):
        return True
    if (((n.get('type', None) == 'group') or (n.get('type', None) == 'display')) and (('initial' in n))):
        return True
    if ((n.get('type', None) == 'display') and (('readOnly' in n or '_readOnly' in n))):
        return True
    if ((n.get('type', 'boolean') not in ('boolean', 'decimal', 'integer', 'string', 'text', 'url', 'open-choice')) and (('maxLength' in n or '_maxLength' in n))):
        return True
    if ((('answerOption' in n)) and (('initial' in n))):
        return True
    if ((len(n.get('enableWhen', ())) > 1) and not (('enableBehavior' in n or '_enableBehavior' in n))):
        return True
    if ((not (('repeats' in n or '_repeats' in n)) or (n.get('repeats', True) != True)) and (not len(n.get('initial', ())) <= 1)):
        return True
    if 'enableWhen' in n:
        for x in n['enableWhen']:
            if check_Questionnaire_item_enableWhen(x, r, root):
                return True
    if 'answerOption' in n:
        for x in n['answerOption']:
            if 'valueReference' in x and check_Questionnaire_item_answerOption(x, r, root):
                return True
    if 'initial' in n:
        for x in n['initial']:
            if check_Questionnaire_item_initial(x, r, root):
                return True
    if 'item' in n:
        for x in n['item']:
            if check_Questionnaire_item(x, r, root):
                return True
    return False


def check_Questionnaire_item_answerOption(n, r, root):
    if 'valueReference' in n:
        x = n['valueReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Questionnaire_item_enableWhen(n, r, root):
    if n.get('operator') == 'exists' and 'answerBoolean' not in n and '_answerBoolean' not in n:
        return True
    if 'answerQuantity' in n:
        x = n['answerQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'answerReference' in n:
        x = n['answerReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Questionnaire_item_initial(n, r, root):
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
    return False


def is_broken(resource, root):
    return check_Questionnaire(resource, resource, root)
