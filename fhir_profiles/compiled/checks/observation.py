from fhir_profiles.check_values import order_moments, repeats_its_code
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_Identifier, check_Range, check_Ratio, check_Reference, check_SampledData, check_Timing


def check_Observation(n, r, root):
    if ((('dataAbsentReason' in n)) and (('valueQuantity' in n) or ('valueCodeableConcept' in n) or ('valueString' in n or '_valueString' in n) or ('valueBoolean' in n or '_valueBoolean' in n) or ('valueInteger' in n or '_valueInteger' in n) or ('valueRange' in n) or ('valueRatio' in n) or ('valueSampledData' in n) or ('valueTime' in n or '_valueTime' in n) or ('valueDateTime' in n or '_valueDateTime' in n) or ('valuePeriod' in n))):
        return True
    if 'component' in n and repeats_its_code(n):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
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
    if 'focus' in n:
        for x in n['focus']:
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
    if 'effectiveTiming' in n:
        x = n['effectiveTiming']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'performer' in n:
        for x in n['performer']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'valueQuantity' in n:
        x = n['valueQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueRange' in n:
        x = n['valueRange']
        if check_Range(x, r, root):
            return True
    if 'valueRatio' in n:
        x = n['valueRatio']
        if check_Ratio(x, r, root):
            return True
    if 'valueSampledData' in n:
        x = n['valueSampledData']
        if 'origin' in x and check_SampledData(x, r, root):
            return True
    if 'valuePeriod' in n:
        x = n['valuePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'specimen' in n:
        x = n['specimen']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'device' in n:
        x = n['device']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'referenceRange' in n:
        for x in n['referenceRange']:
            if check_Observation_referenceRange(x, r, root):
                return True
    if 'hasMember' in n:
        for x in n['hasMember']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'derivedFrom' in n:
        for x in n['derivedFrom']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'component' in n:
        for x in n['component']:
            if check_Observation_component(x, r, root):
                return True
    return False


def check_Observation_component(n, r, root):
    if 'valueQuantity' in n:
        x = n['valueQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueRange' in n:
        x = n['valueRange']
        if check_Range(x, r, root):
            return True
    if 'valueRatio' in n:
        x = n['valueRatio']
        if check_Ratio(x, r, root):
            return True
    if 'valueSampledData' in n:
        x = n['valueSampledData']
        if 'origin' in x and check_SampledData(x, r, root):
            return True
    if 'valuePeriod' in n:
        x = n['valuePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'referenceRange' in n:
        for x in n['referenceRange']:
            if check_Observation_referenceRange(x, r, root):
                return True
    return False


def check_Observation_referenceRange(n, r, root):
    if ((not (('low' in n)) and not (('high' in n))) and not (('text' in n or '_text' in n))):
        return True
    if 'low' in n:
        x = n['low']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'high' in n:
        x = n['high']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'age' in n:
        x = n['age']
        if check_Range(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_Observation(resource, resource, root)
