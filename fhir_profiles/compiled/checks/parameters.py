from fhir_profiles.check_values import is_met, order_moments
from fhir_profiles.compiled.checks.datatypes import check_Address, check_Annotation, check_ContactDetail, check_ContactPoint, check_Contributor, check_DataRequirement, check_Dosage, check_HumanName, check_Identifier, check_Range, check_Ratio, check_Reference, check_RelatedArtifact, check_SampledData, check_Signature, check_Timing, check_TriggerDefinition, check_UsageContext


def check_Parameters(n, r, root):
    if 'parameter' in n:
        for x in n['parameter']:
            if check_Parameters_parameter(x, r, root):
                return True
    return False


def check_Parameters_parameter(n, r, root):
    if (((not (('part' in n)) or (('valueBase64Binary' in n or '_valueBase64Binary' in n) or ('valueBoolean' in n or '_valueBoolean' in n) or ('valueCanonical' in n or '_valueCanonical' in n) or ('valueCode' in n or '_valueCode' in n) or ('valueDate' in n or '_valueDate' in n) or ('valueDateTime' in n or '_valueDateTime' in n) or ('valueDecimal' in n or '_valueDecimal' in n) or ('valueId' in n or '_valueId' in n) or ('valueInstant' in n or '_valueInstant' in n) or ('valueInteger' in n or '_valueInteger' in n) or ('valueMarkdown' in n or '_valueMarkdown' in n) or ('valueOid' in n or '_valueOid' in n) or ('valuePositiveInt' in n or '_valuePositiveInt' in n) or ('valueString' in n or '_valueString' in n) or ('valueTime' in n or '_valueTime' in n) or ('valueUnsignedInt' in n or '_valueUnsignedInt' in n) or ('valueUri' in n or '_valueUri' in n) or ('valueUrl' in n or '_valueUrl' in n) or ('valueUuid' in n or '_valueUuid' in n) or ('valueAddress' in n) or ('valueAge' in n) or ('valueAnnotation' in n) or ('valueAttachment' in n) or ('valueCodeableConcept' in n) or ('valueCoding' in n) or ('valueContactPoint' in n) or ('valueCount' in n) or ('valueDistance' in n) or ('valueDuration' in n) or ('valueHumanName' in n) or ('valueIdentifier' in n) or ('valueMoney' in n) or ('valuePeriod' in n) or ('valueQuantity' in n) or ('valueRange' in n) or ('valueRatio' in n) or ('valueReference' in n) or ('valueSampledData' in n) or ('valueSignature' in n) or ('valueTiming' in n) or ('valueContactDetail' in n) or ('valueContributor' in n) or ('valueDataRequirement' in n) or ('valueExpression' in n) or ('valueParameterDefinition' in n) or ('valueRelatedArtifact' in n) or ('valueTriggerDefinition' in n) or ('valueUsageContext' in n) or ('valueDosage' in n) or ('valueMeta' in n))) or (('resource' in n))) and ((('part' in n)) or ((('valueBase64Binary' in n or '_valueBase64Binary' in n) or ('valueBoolean' in n or '_valueBoolean' in n) or ('valueCanonical' in n or '_valueCanonical' in n) or ('valueCode' in n or '_valueCode' in n) or ('valueDate' in n or '_valueDate' in n) or ('valueDateTime' in n or '_valueDateTime' in n) or ('valueDecimal' in n or '_valueDecimal' in n) or ('valueId' in n or '_valueId' in n) or ('valueInstant' in n or '_valueInstant' in n) or ('valueInteger' in n or '_valueInteger' in n) or ('valueMarkdown' in n or '_valueMarkdown' in n) or ('valueOid' in n or '_valueOid' in n) or ('valuePositiveInt' in n or '_valuePositiveInt' in n) or ('valueString' in n or '_valueString' in n) or ('valueTime' in n or '_valueTime' in n) or ('valueUnsignedInt' in n or '_valueUnsignedInt' in n) or ('valueUri' in n or '_valueUri' in n) or ('valueUrl' in n or '_valueUrl' in n) or ('valueUuid' in n or '_valueUuid' in n) or ('valueAddress' in n) or ('valueAge' in n) or ('valueAnnotation' in n) or ('valueAttachment' in n) or ('valueCodeableConcept' in n) or ('valueCoding' in n) or ('valueContactPoint' in n) or ('valueCount' in n) or ('valueDistance' in n) or ('valueDuration' in n) or ('valueHumanName' in n) or ('valueIdentifier' in n) or ('valueMoney' in n) or ('valuePeriod' in n) or ('valueQuantity' in n) or ('valueRange' in n) or ('valueRatio' in n) or ('valueReference' in n) or ('valueSampledData' in n) or ('valueSignature' in n) or ('valueTiming' in n) or ('valueContactDetail' in n) or ('valueContributor' in n) or ('valueDataRequirement' in n) or ('valueExpression' in n) or ('valueParameterDefinition' in n) or ('valueRelatedArtifact' in n) or ('valueTriggerDefinition' in n) or ('valueUsageContext' in n) or ('valueDosage' in n) or ('valueMeta' in n)) and (('resource' in n)) or not (('valueBase64Binary' in n or '_valueBase64Binary' in n) or ('valueBoolean' in n or '_valueBoolean' in n) or ('valueCanonical' in n or '_valueCanonical' in n) or ('valueCode' in n or '_valueCode' in n) or ('valueDate' in n or '_valueDate' in n) or ('valueDateTime' in n or '_valueDateTime' in n) or ('valueDecimal' in n or '_valueDecimal' in n) or ('valueId' in n or '_valueId' in n) or ('valueInstant' in n or '_valueInstant' in n) or ('valueInteger' in n or '_valueInteger' in n) or ('valueMarkdown' in n or '_valueMarkdown' in n) or ('valueOid' in n or '_valueOid' in n) or ('valuePositiveInt' in n or '_valuePositiveInt' in n) or ('valueString' in n or '_valueString' in n) or ('valueTime' in n or '_valueTime' in n) or ('valueUnsignedInt' in n or '_valueUnsignedInt' in n) or ('valueUri' in n or '_valueUri' in n) or ('valueUrl' in n or '_valueUrl' in n) or ('valueUuid' in n or '_valueUuid' in n) or ('valueAddress' in n) or ('valueAge' in n) or ('valueAnnotation' in n) or ('valueAttachment' in n) or ('valueCodeableConcept' in n) or ('valueCoding' in n) or ('valueContactPoint' in n) or ('valueCount' in n) or ('valueDistance' in n) or ('valueDuration' in n) or ('valueHumanName' in n) or ('valueIdentifier' in n) or ('valueMoney' in n) or ('valuePeriod' in n) or ('valueQuantity' in n) or ('valueRange' in n) or ('valueRatio' in n) or ('valueReference' in n) or ('valueSampledData' in n) or ('valueSignature' in n) or ('valueTiming' in n) or ('valueContactDetail' in n) or ('valueContributor' in n) or ('valueDataRequirement' in n) or ('valueExpression' in n) or ('valueParameterDefinition' in n) or ('valueRelatedArtifact' in n) or ('valueTriggerDefinition' in n) or ('valueUsageContext' in n) or ('valueDosage' in n) or ('valueMeta' in n)) and not (('resource' in n))))):
        return True
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
    if 'part' in n:
        for x in n['part']:
            if check_Parameters_parameter(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_Parameters(resource, resource, root)
