from fhir_profiles.check_values import is_met, order_moments
from fhir_profiles.compiled.checks.datatypes import check_Address, check_Annotation, check_ContactDetail, check_ContactPoint, check_Contributor, check_DataRequirement, check_Dosage, check_HumanName, check_Identifier, check_Range, check_Ratio, check_Reference, check_RelatedArtifact, check_SampledData, check_Signature, check_Timing, check_TriggerDefinition, check_UsageContext


def check_Task(n, r, root):
    if (((('lastModified' in n or '_lastModified' in n)) and (('authoredOn' in n or '_authoredOn' in n))) and (order_moments(n.get('lastModified', None), n.get('authoredOn', None)) in (-1,))):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'basedOn' in n:
        for x in n['basedOn']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'groupIdentifier' in n:
        x = n['groupIdentifier']
        if check_Identifier(x, r, root):
            return True
    if 'partOf' in n:
        for x in n['partOf']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'focus' in n:
        x = n['focus']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'for' in n:
        x = n['for']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'encounter' in n:
        x = n['encounter']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'executionPeriod' in n:
        x = n['executionPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'requester' in n:
        x = n['requester']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'owner' in n:
        x = n['owner']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'location' in n:
        x = n['location']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'reasonReference' in n:
        x = n['reasonReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'insurance' in n:
        for x in n['insurance']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'relevantHistory' in n:
        for x in n['relevantHistory']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'restriction' in n:
        x = n['restriction']
        if check_Task_restriction(x, r, root):
            return True
    if 'input' in n:
        for x in n['input']:
            if check_Task_input(x, r, root):
                return True
    if 'output' in n:
        for x in n['output']:
            if check_Task_output(x, r, root):
                return True
    return False


def check_Task_input(n, r, root):
    if 'valueAddress' in n:
        x = n['valueAddress']
        if 'period' in x and check_Address(x, r, root):
            return True
    if 'valueAge' in n:
        x = n['valueAge']
        if (((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or (((('value' in x or '_value' in x)) and (x.get('value', None) is not None)) and (x.get('value', None) is not None and not x.get('value', None) > 0))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueAnnotation' in n:
        x = n['valueAnnotation']
        if 'authorReference' in x and check_Annotation(x, r, root):
            return True
    if 'valueAttachment' in n:
        x = n['valueAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'valueContactPoint' in n:
        x = n['valueContactPoint']
        if check_ContactPoint(x, r, root):
            return True
    if 'valueCount' in n:
        x = n['valueCount']
        if not is_met("(code.exists() or value.empty()) and (system.empty() or system = %ucum) and (code.empty() or code = '1') and (value.empty() or value.hasValue().not() or value.toString().contains('.').not())", x, 'Count', r, root):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueDistance' in n:
        x = n['valueDistance']
        if ((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueDuration' in n:
        x = n['valueDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueHumanName' in n:
        x = n['valueHumanName']
        if 'period' in x and check_HumanName(x, r, root):
            return True
    if 'valueIdentifier' in n:
        x = n['valueIdentifier']
        if check_Identifier(x, r, root):
            return True
    if 'valuePeriod' in n:
        x = n['valuePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
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
    if 'valueReference' in n:
        x = n['valueReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'valueSampledData' in n:
        x = n['valueSampledData']
        if 'origin' in x and check_SampledData(x, r, root):
            return True
    if 'valueSignature' in n:
        x = n['valueSignature']
        if check_Signature(x, r, root):
            return True
    if 'valueTiming' in n:
        x = n['valueTiming']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'valueContactDetail' in n:
        x = n['valueContactDetail']
        if 'telecom' in x and check_ContactDetail(x, r, root):
            return True
    if 'valueContributor' in n:
        x = n['valueContributor']
        if 'contact' in x and check_Contributor(x, r, root):
            return True
    if 'valueDataRequirement' in n:
        x = n['valueDataRequirement']
        if check_DataRequirement(x, r, root):
            return True
    if 'valueExpression' in n:
        x = n['valueExpression']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    if 'valueRelatedArtifact' in n:
        x = n['valueRelatedArtifact']
        if 'document' in x and check_RelatedArtifact(x, r, root):
            return True
    if 'valueTriggerDefinition' in n:
        x = n['valueTriggerDefinition']
        if check_TriggerDefinition(x, r, root):
            return True
    if 'valueUsageContext' in n:
        x = n['valueUsageContext']
        if check_UsageContext(x, r, root):
            return True
    if 'valueDosage' in n:
        x = n['valueDosage']
        if check_Dosage(x, r, root):
            return True
    return False


def check_Task_output(n, r, root):
    if 'valueAddress' in n:
        x = n['valueAddress']
        if 'period' in x and check_Address(x, r, root):
            return True
    if 'valueAge' in n:
        x = n['valueAge']
        if (((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or (((('value' in x or '_value' in x)) and (x.get('value', None) is not None)) and (x.get('value', None) is not None and not x.get('value', None) > 0))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueAnnotation' in n:
        x = n['valueAnnotation']
        if 'authorReference' in x and check_Annotation(x, r, root):
            return True
    if 'valueAttachment' in n:
        x = n['valueAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'valueContactPoint' in n:
        x = n['valueContactPoint']
        if check_ContactPoint(x, r, root):
            return True
    if 'valueCount' in n:
        x = n['valueCount']
        if not is_met("(code.exists() or value.empty()) and (system.empty() or system = %ucum) and (code.empty() or code = '1') and (value.empty() or value.hasValue().not() or value.toString().contains('.').not())", x, 'Count', r, root):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueDistance' in n:
        x = n['valueDistance']
        if ((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueDuration' in n:
        x = n['valueDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueHumanName' in n:
        x = n['valueHumanName']
        if 'period' in x and check_HumanName(x, r, root):
            return True
    if 'valueIdentifier' in n:
        x = n['valueIdentifier']
        if check_Identifier(x, r, root):
            return True
    if 'valuePeriod' in n:
        x = n['valuePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
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
    if 'valueReference' in n:
        x = n['valueReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'valueSampledData' in n:
        x = n['valueSampledData']
        if 'origin' in x and check_SampledData(x, r, root):
            return True
    if 'valueSignature' in n:
        x = n['valueSignature']
        if check_Signature(x, r, root):
            return True
    if 'valueTiming' in n:
        x = n['valueTiming']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'valueContactDetail' in n:
        x = n['valueContactDetail']
        if 'telecom' in x and check_ContactDetail(x, r, root):
            return True
    if 'valueContributor' in n:
        x = n['valueContributor']
        if 'contact' in x and check_Contributor(x, r, root):
            return True
    if 'valueDataRequirement' in n:
        x = n['valueDataRequirement']
        if check_DataRequirement(x, r, root):
            return True
    if 'valueExpression' in n:
        x = n['valueExpression']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    if 'valueRelatedArtifact' in n:
        x = n['valueRelatedArtifact']
        if 'document' in x and check_RelatedArtifact(x, r, root):
            return True
    if 'valueTriggerDefinition' in n:
        x = n['valueTriggerDefinition']
        if check_TriggerDefinition(x, r, root):
            return True
    if 'valueUsageContext' in n:
        x = n['valueUsageContext']
        if check_UsageContext(x, r, root):
            return True
    if 'valueDosage' in n:
        x = n['valueDosage']
        if check_Dosage(x, r, root):
            return True
    return False


def check_Task_restriction(n, r, root):
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'recipient' in n:
        for x in n['recipient']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_Task(resource, resource, root)
