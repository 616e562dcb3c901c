from fhir_profiles.check_values import NOTHING, is_met, order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Range, check_Reference


def check_RiskAssessment(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'basedOn' in n:
        x = n['basedOn']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'parent' in n:
        x = n['parent']
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
    if 'occurrencePeriod' in n:
        x = n['occurrencePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'condition' in n:
        x = n['condition']
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
    if 'basis' in n:
        for x in n['basis']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'prediction' in n:
        for x in n['prediction']:
            if check_RiskAssessment_prediction(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    return False


def check_RiskAssessment_prediction(n, r, root):
    if 'probabilityDecimal' in n and not is_met('probability is decimal implies (probability as decimal) <= 100', n, 'RiskAssessment.prediction', r, root):
        return True
    if 'probabilityDecimal' in n:
        x = n['probabilityDecimal']
        if type(x) is dict and not is_met("(low.empty() or ((low.code = '%') and (low.system = %ucum))) and (high.empty() or ((high.code = '%') and (high.system = %ucum)))", x, 'decimal', r, root):
            return True
    if 'probabilityRange' in n:
        x = n['probabilityRange']
        if check_Range(x, r, root):
            return True
        if (((('low' in x)) and ((next((v1.get('code', '%') for v1 in (x.get('low', NOTHING),)), '%') != '%') or (next((v2.get('system', 'http://unitsofmeasure.org') for v2 in (x.get('low', NOTHING),)), 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or ((('high' in x)) and ((next((v3.get('code', '%') for v3 in (x.get('high', NOTHING),)), '%') != '%') or (next((v4.get('system', 'http://unitsofmeasure.org') for v4 in (x.get('high', NOTHING),)), 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org')))):
            return True
    if 'whenPeriod' in n:
        x = n['whenPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'whenRange' in n:
        x = n['whenRange']
        if check_Range(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_RiskAssessment(resource, resource, root)
