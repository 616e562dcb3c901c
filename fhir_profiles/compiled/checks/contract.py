from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Reference, check_Signature, check_Timing


def check_Contract(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'instantiatesCanonical' in n:
        x = n['instantiatesCanonical']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'applies' in n:
        x = n['applies']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'subject' in n:
        for x in n['subject']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'authority' in n:
        for x in n['authority']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'domain' in n:
        for x in n['domain']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'site' in n:
        for x in n['site']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'author' in n:
        x = n['author']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'topicReference' in n:
        x = n['topicReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'contentDefinition' in n:
        x = n['contentDefinition']
        if 'publisher' in x and check_Contract_contentDefinition(x, r, root):
            return True
    if 'term' in n:
        for x in n['term']:
            if check_Contract_term(x, r, root):
                return True
    if 'supportingInfo' in n:
        for x in n['supportingInfo']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'relevantHistory' in n:
        for x in n['relevantHistory']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'signer' in n:
        for x in n['signer']:
            if check_Contract_signer(x, r, root):
                return True
    if 'friendly' in n:
        for x in n['friendly']:
            if check_Contract_friendly(x, r, root):
                return True
    if 'legal' in n:
        for x in n['legal']:
            if check_Contract_legal(x, r, root):
                return True
    if 'rule' in n:
        for x in n['rule']:
            if check_Contract_rule(x, r, root):
                return True
    if 'legallyBindingAttachment' in n:
        x = n['legallyBindingAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'legallyBindingReference' in n:
        x = n['legallyBindingReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Contract_contentDefinition(n, r, root):
    if 'publisher' in n:
        x = n['publisher']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Contract_friendly(n, r, root):
    if 'contentAttachment' in n:
        x = n['contentAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'contentReference' in n:
        x = n['contentReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Contract_legal(n, r, root):
    if 'contentAttachment' in n:
        x = n['contentAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'contentReference' in n:
        x = n['contentReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Contract_rule(n, r, root):
    if 'contentAttachment' in n:
        x = n['contentAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'contentReference' in n:
        x = n['contentReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Contract_signer(n, r, root):
    if 'party' in n:
        x = n['party']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'signature' in n:
        for x in n['signature']:
            if check_Signature(x, r, root):
                return True
    return False


def check_Contract_term(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    if 'applies' in n:
        x = n['applies']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'topicReference' in n:
        x = n['topicReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'offer' in n:
        x = n['offer']
        if check_Contract_term_offer(x, r, root):
            return True
    if 'asset' in n:
        for x in n['asset']:
            if check_Contract_term_asset(x, r, root):
                return True
    if 'action' in n:
        for x in n['action']:
            if check_Contract_term_action(x, r, root):
                return True
    if 'group' in n:
        for x in n['group']:
            if check_Contract_term(x, r, root):
                return True
    return False


def check_Contract_term_action(n, r, root):
    if 'subject' in n:
        for x in n['subject']:
            if 'reference' in x and check_Contract_term_action_subject(x, r, root):
                return True
    if 'context' in n:
        x = n['context']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'occurrencePeriod' in n:
        x = n['occurrencePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'occurrenceTiming' in n:
        x = n['occurrenceTiming']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'requester' in n:
        for x in n['requester']:
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
    return False


def check_Contract_term_action_subject(n, r, root):
    if 'reference' in n:
        for x in n['reference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_Contract_term_asset(n, r, root):
    if 'typeReference' in n:
        for x in n['typeReference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'context' in n:
        for x in n['context']:
            if 'reference' in x and check_Contract_term_asset_context(x, r, root):
                return True
    if 'period' in n:
        for x in n['period']:
            if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
                return True
    if 'usePeriod' in n:
        for x in n['usePeriod']:
            if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
                return True
    if 'answer' in n:
        for x in n['answer']:
            if check_Contract_term_offer_answer(x, r, root):
                return True
    if 'valuedItem' in n:
        for x in n['valuedItem']:
            if check_Contract_term_asset_valuedItem(x, r, root):
                return True
    return False


def check_Contract_term_asset_context(n, r, root):
    if 'reference' in n:
        x = n['reference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Contract_term_asset_valuedItem(n, r, root):
    if 'entityReference' in n:
        x = n['entityReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'responsible' in n:
        x = n['responsible']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'recipient' in n:
        x = n['recipient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Contract_term_offer(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'party' in n:
        for x in n['party']:
            if 'reference' in x and check_Contract_term_offer_party(x, r, root):
                return True
    if 'topic' in n:
        x = n['topic']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'answer' in n:
        for x in n['answer']:
            if check_Contract_term_offer_answer(x, r, root):
                return True
    return False


def check_Contract_term_offer_answer(n, r, root):
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


def check_Contract_term_offer_party(n, r, root):
    if 'reference' in n:
        for x in n['reference']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_Contract(resource, resource, root)
