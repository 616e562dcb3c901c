from fhir_profiles.check_values import is_met, order_moments, order_quantities


def check_Address(n, r, root):
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def check_Age(n, r, root):
    if (((not (('code' in n or '_code' in n)) and (('value' in n or '_value' in n))) or ((('system' in n or '_system' in n)) and (n.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or (((('value' in n or '_value' in n)) and (n.get('value', None) is not None)) and (n.get('value', None) is not None and not n.get('value', None) > 0))):
        return True
    if ((('code' in n or '_code' in n)) and not (('system' in n or '_system' in n))):
        return True
    return False


def check_Annotation(n, r, root):
    if 'authorReference' in n:
        x = n['authorReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_Attachment(n, r, root):
    if ((('data' in n or '_data' in n)) and not (('contentType' in n or '_contentType' in n))):
        return True
    return False


def check_ContactDetail(n, r, root):
    if 'telecom' in n:
        for x in n['telecom']:
            if check_ContactPoint(x, r, root):
                return True
    return False


def check_ContactPoint(n, r, root):
    if ((('value' in n or '_value' in n)) and not (('system' in n or '_system' in n))):
        return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def check_Contributor(n, r, root):
    if 'contact' in n:
        for x in n['contact']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    return False


def check_Count(n, r, root):
    if not is_met("(code.exists() or value.empty()) and (system.empty() or system = %ucum) and (code.empty() or code = '1') and (value.empty() or value.hasValue().not() or value.toString().contains('.').not())", n, 'Count', r, root):
        return True
    if ((('code' in n or '_code' in n)) and not (('system' in n or '_system' in n))):
        return True
    return False


def check_DataRequirement(n, r, root):
    if 'subjectReference' in n:
        x = n['subjectReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'codeFilter' in n:
        for x in n['codeFilter']:
            if ((('path' in x or '_path' in x)) and (('searchParam' in x or '_searchParam' in x)) or not (('path' in x or '_path' in x)) and not (('searchParam' in x or '_searchParam' in x))):
                return True
    if 'dateFilter' in n:
        for x in n['dateFilter']:
            if check_DataRequirement_dateFilter(x, r, root):
                return True
    return False


def check_DataRequirement_codeFilter(n, r, root):
    if ((('path' in n or '_path' in n)) and (('searchParam' in n or '_searchParam' in n)) or not (('path' in n or '_path' in n)) and not (('searchParam' in n or '_searchParam' in n))):
        return True
    return False


def check_DataRequirement_dateFilter(n, r, root):
    if ((('path' in n or '_path' in n)) and (('searchParam' in n or '_searchParam' in n)) or not (('path' in n or '_path' in n)) and not (('searchParam' in n or '_searchParam' in n))):
        return True
    if 'valuePeriod' in n:
        x = n['valuePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'valueDuration' in n:
        x = n['valueDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_Distance(n, r, root):
    if ((not (('code' in n or '_code' in n)) and (('value' in n or '_value' in n))) or ((('system' in n or '_system' in n)) and (n.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))):
        return True
    if ((('code' in n or '_code' in n)) and not (('system' in n or '_system' in n))):
        return True
    return False


def check_Dosage(n, r, root):
    if 'timing' in n:
        x = n['timing']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'doseAndRate' in n:
        for x in n['doseAndRate']:
            if check_Dosage_doseAndRate(x, r, root):
                return True
    if 'maxDosePerPeriod' in n:
        x = n['maxDosePerPeriod']
        if check_Ratio(x, r, root):
            return True
    if 'maxDosePerAdministration' in n:
        x = n['maxDosePerAdministration']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'maxDosePerLifetime' in n:
        x = n['maxDosePerLifetime']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_Dosage_doseAndRate(n, r, root):
    if 'doseRange' in n:
        x = n['doseRange']
        if check_Range(x, r, root):
            return True
    if 'doseQuantity' in n:
        x = n['doseQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'rateRatio' in n:
        x = n['rateRatio']
        if check_Ratio(x, r, root):
            return True
    if 'rateRange' in n:
        x = n['rateRange']
        if check_Range(x, r, root):
            return True
    if 'rateQuantity' in n:
        x = n['rateQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_Duration(n, r, root):
    if ((('code' in n or '_code' in n)) and ((n.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in n or '_value' in n)))):
        return True
    if ((('code' in n or '_code' in n)) and not (('system' in n or '_system' in n))):
        return True
    return False


def check_ElementDefinition(n, r, root):
    if not is_met("min.empty() or max.empty() or (max = '*') or iif(max != '*', min <= max.toInteger())", n, 'ElementDefinition', r, root):
        return True
    if ((('contentReference' in n or '_contentReference' in n)) and (((((((((('type' in n)) or (('defaultValueBase64Binary' in n or '_defaultValueBase64Binary' in n) or ('defaultValueBoolean' in n or '_defaultValueBoolean' in n) or ('defaultValueCanonical' in n or '_defaultValueCanonical' in n) or ('defaultValueCode' in n or '_defaultValueCode' in n) or ('defaultValueDate' in n or '_defaultValueDate' in n) or ('defaultValueDateTime' in n or '_defaultValueDateTime' in n) or ('defaultValueDecimal' in n or '_defaultValueDecimal' in n) or ('defaultValueId' in n or '_defaultValueId' in n) or ('defaultValueInstant' in n or '_defaultValueInstant' in n) or ('defaultValueInteger' in n or '_defaultValueInteger' in n) or ('defaultValueMarkdown' in n or '_defaultValueMarkdown' in n) or ('defaultValueOid' in n or '_defaultValueOid' in n) or ('defaultValuePositiveInt' in n or '_defaultValuePositiveInt' in n) or ('defaultValueString' in n or '_defaultValueString' in n) or ('defaultValueTime' in n or '_defaultValueTime' in n) or ('defaultValueUnsignedInt' in n or '_defaultValueUnsignedInt' in n) or ('defaultValueUri' in n or '_defaultValueUri' in n) or ('defaultValueUrl' in n or '_defaultValueUrl' in n) or ('defaultValueUuid' in n or '_defaultValueUuid' in n) or ('defaultValueAddress' in n) or ('defaultValueAge' in n) or ('defaultValueAnnotation' in n) or ('defaultValueAttachment' in n) or ('defaultValueCodeableConcept' in n) or ('defaultValueCoding' in n) or ('defaultValueContactPoint' in n) or ('defaultValueCount' in n) or ('defaultValueDistance' in n) or ('defaultValueDuration' in n) or ('defaultValueHumanName' in n) or ('defaultValueIdentifier' in n) or ('defaultValueMoney' in n) or ('defaultValuePeriod' in n) or ('defaultValueQuantity' in n) or ('defaultValueRange' in n) or ('defaultValueRatio' in n) or ('defaultValueReference' in n) or ('defaultValueSampledData' in n) or ('defaultValueSignature' in n) or ('defaultValueTiming' in n) or ('defaultValueContactDetail' in n) or ('defaultValueContributor' in n) or ('defaultValueDataRequirement' in n) or ('defaultValueExpression' in n) or ('defaultValueParameterDefinition' in n) or ('defaultValueRelatedArtifact' in n) or ('defaultValueTriggerDefinition' in n) or ('defaultValueUsageContext' in n) or ('defaultValueDosage' in n) or ('defaultValueMeta' in n))) or (('fixedBase64Binary' in n or '_fixedBase64Binary' in n) or ('fixedBoolean' in n or '_fixedBoolean' in n) or ('fixedCanonical' in n or '_fixedCanonical' in n) or ('fixedCode' in n or '_fixedCode' in n) or ('fixedDate' in n or '_fixedDate' in n) or ('fixedDateTime' in n or '_fixedDateTime' in n) or ('fixedDecimal' in n or '_fixedDecimal' in n) or ('fixedId' in n or '_fixedId' in n) or ('fixedInstant' in n or '_fixedInstant' in n) or ('fixedInteger' in n or '_fixedInteger' in n) or ('fixedMarkdown' in n or '_fixedMarkdown' in n) or ('fixedOid' in n or '_fixedOid' in n) or ('fixedPositiveInt' in n or '_fixedPositiveInt' in n) or ('fixedString' in n or '_fixedString' in n) or ('fixedTime' in n or '_fixedTime' in n) or ('fixedUnsignedInt' in n or '_fixedUnsignedInt' in n) or ('fixedUri' in n or '_fixedUri' in n) or ('fixedUrl' in n or '_fixedUrl' in n) or ('fixedUuid' in n or '_fixedUuid' in n) or ('fixedAddress' in n) or ('fixedAge' in n) or ('fixedAnnotation' in n) or ('fixedAttachment' in n) or ('fixedCodeableConcept' in n) or ('fixedCoding' in n) or ('fixedContactPoint' in n) or ('fixedCount' in n) or ('fixedDistance' in n) or ('fixedDuration' in n) or ('fixedHumanName' in n) or ('fixedIdentifier' in n) or ('fixedMoney' in n) or ('fixedPeriod' in n) or ('fixedQuantity' in n) or ('fixedRange' in n) or ('fixedRatio' in n) or ('fixedReference' in n) or ('fixedSampledData' in n) or ('fixedSignature' in n) or ('fixedTiming' in n) or ('fixedContactDetail' in n) or ('fixedContributor' in n) or ('fixedDataRequirement' in n) or ('fixedExpression' in n) or ('fixedParameterDefinition' in n) or ('fixedRelatedArtifact' in n) or ('fixedTriggerDefinition' in n) or ('fixedUsageContext' in n) or ('fixedDosage' in n) or ('fixedMeta' in n))) or (('patternBase64Binary' in n or '_patternBase64Binary' in n) or ('patternBoolean' in n or '_patternBoolean' in n) or ('patternCanonical' in n or '_patternCanonical' in n) or ('patternCode' in n or '_patternCode' in n) or ('patternDate' in n or '_patternDate' in n) or ('patternDateTime' in n or '_patternDateTime' in n) or ('patternDecimal' in n or '_patternDecimal' in n) or ('patternId' in n or '_patternId' in n) or ('patternInstant' in n or '_patternInstant' in n) or ('patternInteger' in n or '_patternInteger' in n) or ('patternMarkdown' in n or '_patternMarkdown' in n) or ('patternOid' in n or '_patternOid' in n) or ('patternPositiveInt' in n or '_patternPositiveInt' in n) or ('patternString' in n or '_patternString' in n) or ('patternTime' in n or '_patternTime' in n) or ('patternUnsignedInt' in n or '_patternUnsignedInt' in n) or ('patternUri' in n or '_patternUri' in n) or ('patternUrl' in n or '_patternUrl' in n) or ('patternUuid' in n or '_patternUuid' in n) or ('patternAddress' in n) or ('patternAge' in n) or ('patternAnnotation' in n) or ('patternAttachment' in n) or ('patternCodeableConcept' in n) or ('patternCoding' in n) or ('patternContactPoint' in n) or ('patternCount' in n) or ('patternDistance' in n) or ('patternDuration' in n) or ('patternHumanName' in n) or ('patternIdentifier' in n) or ('patternMoney' in n) or ('patternPeriod' in n) or ('patternQuantity' in n) or ('patternRange' in n) or ('patternRatio' in n) or ('patternReference' in n) or ('patternSampledData' in n) or ('patternSignature' in n) or ('patternTiming' in n) or ('patternContactDetail' in n) or ('patternContributor' in n) or ('patternDataRequirement' in n) or ('patternExpression' in n) or ('patternParameterDefinition' in n) or ('patternRelatedArtifact' in n) or ('patternTriggerDefinition' in n) or ('patternUsageContext' in n) or ('patternDosage' in n) or ('patternMeta' in n))) or (('example' in n))) or (('minValueDate' in n or '_minValueDate' in n) or ('minValueDateTime' in n or '_minValueDateTime' in n) or ('minValueInstant' in n or '_minValueInstant' in n) or ('minValueTime' in n or '_minValueTime' in n) or ('minValueDecimal' in n or '_minValueDecimal' in n) or ('minValueInteger' in n or '_minValueInteger' in n) or ('minValuePositiveInt' in n or '_minValuePositiveInt' in n) or ('minValueUnsignedInt' in n or '_minValueUnsignedInt' in n) or ('minValueQuantity' in n))) or (('maxValueDate' in n or '_maxValueDate' in n) or ('maxValueDateTime' in n or '_maxValueDateTime' in n) or ('maxValueInstant' in n or '_maxValueInstant' in n) or ('maxValueTime' in n or '_maxValueTime' in n) or ('maxValueDecimal' in n or '_maxValueDecimal' in n) or ('maxValueInteger' in n or '_maxValueInteger' in n) or ('maxValuePositiveInt' in n or '_maxValuePositiveInt' in n) or ('maxValueUnsignedInt' in n or '_maxValueUnsignedInt' in n) or ('maxValueQuantity' in n))) or (('maxLength' in n or '_maxLength' in n))) or (('binding' in n)))):
        return True
    if ((('fixedBase64Binary' in n or '_fixedBase64Binary' in n) or ('fixedBoolean' in n or '_fixedBoolean' in n) or ('fixedCanonical' in n or '_fixedCanonical' in n) or ('fixedCode' in n or '_fixedCode' in n) or ('fixedDate' in n or '_fixedDate' in n) or ('fixedDateTime' in n or '_fixedDateTime' in n) or ('fixedDecimal' in n or '_fixedDecimal' in n) or ('fixedId' in n or '_fixedId' in n) or ('fixedInstant' in n or '_fixedInstant' in n) or ('fixedInteger' in n or '_fixedInteger' in n) or ('fixedMarkdown' in n or '_fixedMarkdown' in n) or ('fixedOid' in n or '_fixedOid' in n) or ('fixedPositiveInt' in n or '_fixedPositiveInt' in n) or ('fixedString' in n or '_fixedString' in n) or ('fixedTime' in n or '_fixedTime' in n) or ('fixedUnsignedInt' in n or '_fixedUnsignedInt' in n) or ('fixedUri' in n or '_fixedUri' in n) or ('fixedUrl' in n or '_fixedUrl' in n) or ('fixedUuid' in n or '_fixedUuid' in n) or ('fixedAddress' in n) or ('fixedAge' in n) or ('fixedAnnotation' in n) or ('fixedAttachment' in n) or ('fixedCodeableConcept' in n) or ('fixedCoding' in n) or ('fixedContactPoint' in n) or ('fixedCount' in n) or ('fixedDistance' in n) or ('fixedDuration' in n) or ('fixedHumanName' in n) or ('fixedIdentifier' in n) or ('fixedMoney' in n) or ('fixedPeriod' in n) or ('fixedQuantity' in n) or ('fixedRange' in n) or ('fixedRatio' in n) or ('fixedReference' in n) or ('fixedSampledData' in n) or ('fixedSignature' in n) or ('fixedTiming' in n) or ('fixedContactDetail' in n) or ('fixedContributor' in n) or ('fixedDataRequirement' in n) or ('fixedExpression' in n) or ('fixedParameterDefinition' in n) or ('fixedRelatedArtifact' in n) or ('fixedTriggerDefinition' in n) or ('fixedUsageContext' in n) or ('fixedDosage' in n) or ('fixedMeta' in n)) and (not len(n.get('type', ())) <= 1)):
        return True
    if ((('patternBase64Binary' in n or '_patternBase64Binary' in n) or ('patternBoolean' in n or '_patternBoolean' in n) or ('patternCanonical' in n or '_patternCanonical' in n) or ('patternCode' in n or '_patternCode' in n) or ('patternDate' in n or '_patternDate' in n) or ('patternDateTime' in n or '_patternDateTime' in n) or ('patternDecimal' in n or '_patternDecimal' in n) or ('patternId' in n or '_patternId' in n) or ('patternInstant' in n or '_patternInstant' in n) or ('patternInteger' in n or '_patternInteger' in n) or ('patternMarkdown' in n or '_patternMarkdown' in n) or ('patternOid' in n or '_patternOid' in n) or ('patternPositiveInt' in n or '_patternPositiveInt' in n) or ('patternString' in n or '_patternString' in n) or ('patternTime' in n or '_patternTime' in n) or ('patternUnsignedInt' in n or '_patternUnsignedInt' in n) or ('patternUri' in n or '_patternUri' in n) or ('patternUrl' in n or '_patternUrl' in n) or ('patternUuid' in n or '_patternUuid' in n) or ('patternAddress' in n) or ('patternAge' in n) or ('patternAnnotation' in n) or ('patternAttachment' in n) or ('patternCodeableConcept' in n) or ('patternCoding' in n) or ('patternContactPoint' in n) or ('patternCount' in n) or ('patternDistance' in n) or ('patternDuration' in n) or ('patternHumanName' in n) or ('patternIdentifier' in n) or ('patternMoney' in n) or ('patternPeriod' in n) or ('patternQuantity' in n) or ('patternRange' in n) or ('patternRatio' in n) or ('patternReference' in n) or ('patternSampledData' in n) or ('patternSignature' in n) or ('patternTiming' in n) or ('patternContactDetail' in n) or ('patternContributor' in n) or ('patternDataRequirement' in n) or ('patternExpression' in n) or ('patternParameterDefinition' in n) or ('patternRelatedArtifact' in n) or ('patternTriggerDefinition' in n) or ('patternUsageContext' in n) or ('patternDosage' in n) or ('patternMeta' in n)) and (not len(n.get('type', ())) <= 1)):
        return True
    if ((('patternBase64Binary' in n or '_patternBase64Binary' in n) or ('patternBoolean' in n or '_patternBoolean' in n) or ('patternCanonical' in n or '_patternCanonical' in n) or ('patternCode' in n or '_patternCode' in n) or ('patternDate' in n or '_patternDate' in n) or ('patternDateTime' in n or '_patternDateTime' in n) or ('patternDecimal' in n or '_patternDecimal' in n) or ('patternId' in n or '_patternId' in n) or ('patternInstant' in n or '_patternInstant' in n) or ('patternInteger' in n or '_patternInteger' in n) or ('patternMarkdown' in n or '_patternMarkdown' in n) or ('patternOid' in n or '_patternOid' in n) or ('patternPositiveInt' in n or '_patternPositiveInt' in n) or ('patternString' in n or '_patternString' in n) or ('patternTime' in n or '_patternTime' in n) or ('patternUnsignedInt' in n or '_patternUnsignedInt' in n) or ('patternUri' in n or '_patternUri' in n) or ('patternUrl' in n or '_patternUrl' in n) or ('patternUuid' in n or '_patternUuid' in n) or ('patternAddress' in n) or ('patternAge' in n) or ('patternAnnotation' in n) or ('patternAttachment' in n) or ('patternCodeableConcept' in n) or ('patternCoding' in n) or ('patternContactPoint' in n) or ('patternCount' in n) or ('patternDistance' in n) or ('patternDuration' in n) or ('patternHumanName' in n) or ('patternIdentifier' in n) or ('patternMoney' in n) or ('patternPeriod' in n) or ('patternQuantity' in n) or ('patternRange' in n) or ('patternRatio' in n) or ('patternReference' in n) or ('patternSampledData' in n) or ('patternSignature' in n) or ('patternTiming' in n) or ('patternContactDetail' in n) or ('patternContributor' in n) or ('patternDataRequirement' in n) or ('patternExpression' in n) or ('patternParameterDefinition' in n) or ('patternRelatedArtifact' in n) or ('patternTriggerDefinition' in n) or ('patternUsageContext' in n) or ('patternDosage' in n) or ('patternMeta' in n)) and (('fixedBase64Binary' in n or '_fixedBase64Binary' in n) or ('fixedBoolean' in n or '_fixedBoolean' in n) or ('fixedCanonical' in n or '_fixedCanonical' in n) or ('fixedCode' in n or '_fixedCode' in n) or ('fixedDate' in n or '_fixedDate' in n) or ('fixedDateTime' in n or '_fixedDateTime' in n) or ('fixedDecimal' in n or '_fixedDecimal' in n) or ('fixedId' in n or '_fixedId' in n) or ('fixedInstant' in n or '_fixedInstant' in n) or ('fixedInteger' in n or '_fixedInteger' in n) or ('fixedMarkdown' in n or '_fixedMarkdown' in n) or ('fixedOid' in n or '_fixedOid' in n) or ('fixedPositiveInt' in n or '_fixedPositiveInt' in n) or ('fixedString' in n or '_fixedString' in n) or ('fixedTime' in n or '_fixedTime' in n) or ('fixedUnsignedInt' in n or '_fixedUnsignedInt' in n) or ('fixedUri' in n or '_fixedUri' in n) or ('fixedUrl' in n or '_fixedUrl' in n) or ('fixedUuid' in n or '_fixedUuid' in n) or ('fixedAddress' in n) or ('fixedAge' in n) or ('fixedAnnotation' in n) or ('fixedAttachment' in n) or ('fixedCodeableConcept' in n) or ('fixedCoding' in n) or ('fixedContactPoint' in n) or ('fixedCount' in n) or ('fixedDistance' in n) or ('fixedDuration' in n) or ('fixedHumanName' in n) or ('fixedIdentifier' in n) or ('fixedMoney' in n) or ('fixedPeriod' in n) or ('fixedQuantity' in n) or ('fixedRange' in n) or ('fixedRatio' in n) or ('fixedReference' in n) or ('fixedSampledData' in n) or ('fixedSignature' in n) or ('fixedTiming' in n) or ('fixedContactDetail' in n) or ('fixedContributor' in n) or ('fixedDataRequirement' in n) or ('fixedExpression' in n) or ('fixedParameterDefinition' in n) or ('fixedRelatedArtifact' in n) or ('fixedTriggerDefinition' in n) or ('fixedUsageContext' in n) or ('fixedDosage' in n) or ('fixedMeta' in n))):
        return True
    if not is_met("binding.empty() or type.code.empty() or type.select((code = 'code') or (code = 'Coding') or (code='CodeableConcept') or (code = 'Quantity') or (code = 'string') or (code = 'uri')).exists()", n, 'ElementDefinition', r, root):
        return True
    if not is_met('type.select(code).isDistinct()', n, 'ElementDefinition', r, root):
        return True
    if not is_met('constraint.select(key).isDistinct()', n, 'ElementDefinition', r, root):
        return True
    if ((('defaultValueBase64Binary' in n or '_defaultValueBase64Binary' in n) or ('defaultValueBoolean' in n or '_defaultValueBoolean' in n) or ('defaultValueCanonical' in n or '_defaultValueCanonical' in n) or ('defaultValueCode' in n or '_defaultValueCode' in n) or ('defaultValueDate' in n or '_defaultValueDate' in n) or ('defaultValueDateTime' in n or '_defaultValueDateTime' in n) or ('defaultValueDecimal' in n or '_defaultValueDecimal' in n) or ('defaultValueId' in n or '_defaultValueId' in n) or ('defaultValueInstant' in n or '_defaultValueInstant' in n) or ('defaultValueInteger' in n or '_defaultValueInteger' in n) or ('defaultValueMarkdown' in n or '_defaultValueMarkdown' in n) or ('defaultValueOid' in n or '_defaultValueOid' in n) or ('defaultValuePositiveInt' in n or '_defaultValuePositiveInt' in n) or ('defaultValueString' in n or '_defaultValueString' in n) or ('defaultValueTime' in n or '_defaultValueTime' in n) or ('defaultValueUnsignedInt' in n or '_defaultValueUnsignedInt' in n) or ('defaultValueUri' in n or '_defaultValueUri' in n) or ('defaultValueUrl' in n or '_defaultValueUrl' in n) or ('defaultValueUuid' in n or '_defaultValueUuid' in n) or ('defaultValueAddress' in n) or ('defaultValueAge' in n) or ('defaultValueAnnotation' in n) or ('defaultValueAttachment' in n) or ('defaultValueCodeableConcept' in n) or ('defaultValueCoding' in n) or ('defaultValueContactPoint' in n) or ('defaultValueCount' in n) or ('defaultValueDistance' in n) or ('defaultValueDuration' in n) or ('defaultValueHumanName' in n) or ('defaultValueIdentifier' in n) or ('defaultValueMoney' in n) or ('defaultValuePeriod' in n) or ('defaultValueQuantity' in n) or ('defaultValueRange' in n) or ('defaultValueRatio' in n) or ('defaultValueReference' in n) or ('defaultValueSampledData' in n) or ('defaultValueSignature' in n) or ('defaultValueTiming' in n) or ('defaultValueContactDetail' in n) or ('defaultValueContributor' in n) or ('defaultValueDataRequirement' in n) or ('defaultValueExpression' in n) or ('defaultValueParameterDefinition' in n) or ('defaultValueRelatedArtifact' in n) or ('defaultValueTriggerDefinition' in n) or ('defaultValueUsageContext' in n) or ('defaultValueDosage' in n) or ('defaultValueMeta' in n)) and (('meaningWhenMissing' in n or '_meaningWhenMissing' in n))):
        return True
    if not is_met("sliceName.empty() or sliceName.matches('^[a-zA-Z0-9\\\\/\\\\-_\\\\[\\\\]\\\\@]+$')", n, 'ElementDefinition', r, root):
        return True
    if not is_met('(isModifier.exists() and isModifier) implies isModifierReason.exists()', n, 'ElementDefinition', r, root):
        return True
    if not is_met('path.matches(\'[^\\\\s\\\\.,:;\\\\\\\'"\\\\/|?!@#$%&*()\\\\[\\\\]{}]{1,64}(\\\\.[^\\\\s\\\\.,:;\\\\\\\'"\\\\/|?!@#$%&*()\\\\[\\\\]{}]{1,64}(\\\\[x\\\\])?(\\\\:[^\\\\s\\\\.]+)?)*\')', n, 'ElementDefinition', r, root):
        return True
    if ((('sliceIsConstraining' in n or '_sliceIsConstraining' in n)) and not (('sliceName' in n or '_sliceName' in n))):
        return True
    if 'slicing' in n:
        x = n['slicing']
        if (not (('discriminator' in x)) and not (('description' in x or '_description' in x))):
            return True
    if 'max' in n:
        x = n['max']
        if not is_met("empty() or ($this = '*') or (toInteger() >= 0)", x, 'string', r, root):
            return True
    if 'type' in n:
        for x in n['type']:
            if (((('aggregation' in x or '_aggregation' in x)) and (x.get('code', 'Reference') != 'Reference')) and (x.get('code', 'canonical') != 'canonical')):
                return True
            if (((x.get('code', 'Reference') != 'Reference') and (x.get('code', 'canonical') != 'canonical')) and (('targetProfile' in x or '_targetProfile' in x))):
                return True
    if 'defaultValueAddress' in n:
        x = n['defaultValueAddress']
        if 'period' in x and check_Address(x, r, root):
            return True
    if 'defaultValueAge' in n:
        x = n['defaultValueAge']
        if (((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or (((('value' in x or '_value' in x)) and (x.get('value', None) is not None)) and (x.get('value', None) is not None and not x.get('value', None) > 0))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'defaultValueAnnotation' in n:
        x = n['defaultValueAnnotation']
        if 'authorReference' in x and check_Annotation(x, r, root):
            return True
    if 'defaultValueAttachment' in n:
        x = n['defaultValueAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'defaultValueContactPoint' in n:
        x = n['defaultValueContactPoint']
        if check_ContactPoint(x, r, root):
            return True
    if 'defaultValueCount' in n:
        x = n['defaultValueCount']
        if not is_met("(code.exists() or value.empty()) and (system.empty() or system = %ucum) and (code.empty() or code = '1') and (value.empty() or value.hasValue().not() or value.toString().contains('.').not())", x, 'Count', r, root):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'defaultValueDistance' in n:
        x = n['defaultValueDistance']
        if ((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'defaultValueDuration' in n:
        x = n['defaultValueDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'defaultValueHumanName' in n:
        x = n['defaultValueHumanName']
        if 'period' in x and check_HumanName(x, r, root):
            return True
    if 'defaultValueIdentifier' in n:
        x = n['defaultValueIdentifier']
        if check_Identifier(x, r, root):
            return True
    if 'defaultValuePeriod' in n:
        x = n['defaultValuePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'defaultValueQuantity' in n:
        x = n['defaultValueQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'defaultValueRange' in n:
        x = n['defaultValueRange']
        if check_Range(x, r, root):
            return True
    if 'defaultValueRatio' in n:
        x = n['defaultValueRatio']
        if check_Ratio(x, r, root):
            return True
    if 'defaultValueReference' in n:
        x = n['defaultValueReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'defaultValueSampledData' in n:
        x = n['defaultValueSampledData']
        if 'origin' in x and check_SampledData(x, r, root):
            return True
    if 'defaultValueSignature' in n:
        x = n['defaultValueSignature']
        if check_Signature(x, r, root):
            return True
    if 'defaultValueTiming' in n:
        x = n['defaultValueTiming']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'defaultValueContactDetail' in n:
        x = n['defaultValueContactDetail']
        if 'telecom' in x and check_ContactDetail(x, r, root):
            return True
    if 'defaultValueContributor' in n:
        x = n['defaultValueContributor']
        if 'contact' in x and check_Contributor(x, r, root):
            return True
    if 'defaultValueDataRequirement' in n:
        x = n['defaultValueDataRequirement']
        if check_DataRequirement(x, r, root):
            return True
    if 'defaultValueExpression' in n:
        x = n['defaultValueExpression']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    if 'defaultValueRelatedArtifact' in n:
        x = n['defaultValueRelatedArtifact']
        if 'document' in x and check_RelatedArtifact(x, r, root):
            return True
    if 'defaultValueTriggerDefinition' in n:
        x = n['defaultValueTriggerDefinition']
        if check_TriggerDefinition(x, r, root):
            return True
    if 'defaultValueUsageContext' in n:
        x = n['defaultValueUsageContext']
        if check_UsageContext(x, r, root):
            return True
    if 'defaultValueDosage' in n:
        x = n['defaultValueDosage']
        if check_Dosage(x, r, root):
            return True
    if 'fixedAddress' in n:
        x = n['fixedAddress']
        if 'period' in x and check_Address(x, r, root):
            return True
    if 'fixedAge' in n:
        x = n['fixedAge']
        if (((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or (((('value' in x or '_value' in x)) and (x.get('value', None) is not None)) and (x.get('value', None) is not None and not x.get('value', None) > 0))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'fixedAnnotation' in n:
        x = n['fixedAnnotation']
        if 'authorReference' in x and check_Annotation(x, r, root):
            return True
    if 'fixedAttachment' in n:
        x = n['fixedAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'fixedContactPoint' in n:
        x = n['fixedContactPoint']
        if check_ContactPoint(x, r, root):
            return True
    if 'fixedCount' in n:
        x = n['fixedCount']
        if not is_met("(code.exists() or value.empty()) and (system.empty() or system = %ucum) and (code.empty() or code = '1') and (value.empty() or value.hasValue().not() or value.toString().contains('.').not())", x, 'Count', r, root):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'fixedDistance' in n:
        x = n['fixedDistance']
        if ((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'fixedDuration' in n:
        x = n['fixedDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'fixedHumanName' in n:
        x = n['fixedHumanName']
        if 'period' in x and check_HumanName(x, r, root):
            return True
    if 'fixedIdentifier' in n:
        x = n['fixedIdentifier']
        if check_Identifier(x, r, root):
            return True
    if 'fixedPeriod' in n:
        x = n['fixedPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'fixedQuantity' in n:
        x = n['fixedQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'fixedRange' in n:
        x = n['fixedRange']
        if check_Range(x, r, root):
            return True
    if 'fixedRatio' in n:
        x = n['fixedRatio']
        if check_Ratio(x, r, root):
            return True
    if 'fixedReference' in n:
        x = n['fixedReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'fixedSampledData' in n:
        x = n['fixedSampledData']
        if 'origin' in x and check_SampledData(x, r, root):
            return True
    if 'fixedSignature' in n:
        x = n['fixedSignature']
        if check_Signature(x, r, root):
            return True
    if 'fixedTiming' in n:
        x = n['fixedTiming']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'fixedContactDetail' in n:
        x = n['fixedContactDetail']
        if 'telecom' in x and check_ContactDetail(x, r, root):
            return True
    if 'fixedContributor' in n:
        x = n['fixedContributor']
        if 'contact' in x and check_Contributor(x, r, root):
            return True
    if 'fixedDataRequirement' in n:
        x = n['fixedDataRequirement']
        if check_DataRequirement(x, r, root):
            return True
    if 'fixedExpression' in n:
        x = n['fixedExpression']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    if 'fixedRelatedArtifact' in n:
        x = n['fixedRelatedArtifact']
        if 'document' in x and check_RelatedArtifact(x, r, root):
            return True
    if 'fixedTriggerDefinition' in n:
        x = n['fixedTriggerDefinition']
        if check_TriggerDefinition(x, r, root):
            return True
    if 'fixedUsageContext' in n:
        x = n['fixedUsageContext']
        if check_UsageContext(x, r, root):
            return True
    if 'fixedDosage' in n:
        x = n['fixedDosage']
        if check_Dosage(x, r, root):
            return True
    if 'patternAddress' in n:
        x = n['patternAddress']
        if 'period' in x and check_Address(x, r, root):
            return True
    if 'patternAge' in n:
        x = n['patternAge']
        if (((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or (((('value' in x or '_value' in x)) and (x.get('value', None) is not None)) and (x.get('value', None) is not None and not x.get('value', None) > 0))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'patternAnnotation' in n:
        x = n['patternAnnotation']
        if 'authorReference' in x and check_Annotation(x, r, root):
            return True
    if 'patternAttachment' in n:
        x = n['patternAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'patternContactPoint' in n:
        x = n['patternContactPoint']
        if check_ContactPoint(x, r, root):
            return True
    if 'patternCount' in n:
        x = n['patternCount']
        if not is_met("(code.exists() or value.empty()) and (system.empty() or system = %ucum) and (code.empty() or code = '1') and (value.empty() or value.hasValue().not() or value.toString().contains('.').not())", x, 'Count', r, root):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'patternDistance' in n:
        x = n['patternDistance']
        if ((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'patternDuration' in n:
        x = n['patternDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'patternHumanName' in n:
        x = n['patternHumanName']
        if 'period' in x and check_HumanName(x, r, root):
            return True
    if 'patternIdentifier' in n:
        x = n['patternIdentifier']
        if check_Identifier(x, r, root):
            return True
    if 'patternPeriod' in n:
        x = n['patternPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'patternQuantity' in n:
        x = n['patternQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'patternRange' in n:
        x = n['patternRange']
        if check_Range(x, r, root):
            return True
    if 'patternRatio' in n:
        x = n['patternRatio']
        if check_Ratio(x, r, root):
            return True
    if 'patternReference' in n:
        x = n['patternReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'patternSampledData' in n:
        x = n['patternSampledData']
        if 'origin' in x and check_SampledData(x, r, root):
            return True
    if 'patternSignature' in n:
        x = n['patternSignature']
        if check_Signature(x, r, root):
            return True
    if 'patternTiming' in n:
        x = n['patternTiming']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'patternContactDetail' in n:
        x = n['patternContactDetail']
        if 'telecom' in x and check_ContactDetail(x, r, root):
            return True
    if 'patternContributor' in n:
        x = n['patternContributor']
        if 'contact' in x and check_Contributor(x, r, root):
            return True
    if 'patternDataRequirement' in n:
        x = n['patternDataRequirement']
        if check_DataRequirement(x, r, root):
            return True
    if 'patternExpression' in n:
        x = n['patternExpression']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    if 'patternRelatedArtifact' in n:
        x = n['patternRelatedArtifact']
        if 'document' in x and check_RelatedArtifact(x, r, root):
            return True
    if 'patternTriggerDefinition' in n:
        x = n['patternTriggerDefinition']
        if check_TriggerDefinition(x, r, root):
            return True
    if 'patternUsageContext' in n:
        x = n['patternUsageContext']
        if check_UsageContext(x, r, root):
            return True
    if 'patternDosage' in n:
        x = n['patternDosage']
        if check_Dosage(x, r, root):
            return True
    if 'example' in n:
        for x in n['example']:
            if check_ElementDefinition_example(x, r, root):
                return True
    if 'minValueQuantity' in n:
        x = n['minValueQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'maxValueQuantity' in n:
        x = n['maxValueQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'binding' in n:
        x = n['binding']
        if ((('valueSet' in x or '_valueSet' in x)) and (((x.get('valueSet', None) is not None and not x.get('valueSet', '').startswith('http:')) and (x.get('valueSet', None) is not None and not x.get('valueSet', '').startswith('https'))) and (x.get('valueSet', None) is not None and not x.get('valueSet', '').startswith('urn:')))):
            return True
    return False


def check_ElementDefinition_binding(n, r, root):
    if ((('valueSet' in n or '_valueSet' in n)) and (((n.get('valueSet', None) is not None and not n.get('valueSet', '').startswith('http:')) and (n.get('valueSet', None) is not None and not n.get('valueSet', '').startswith('https'))) and (n.get('valueSet', None) is not None and not n.get('valueSet', '').startswith('urn:')))):
        return True
    return False


def check_ElementDefinition_example(n, r, root):
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


def check_ElementDefinition_slicing(n, r, root):
    if (not (('discriminator' in n)) and not (('description' in n or '_description' in n))):
        return True
    return False


def check_ElementDefinition_type(n, r, root):
    if (((('aggregation' in n or '_aggregation' in n)) and (n.get('code', 'Reference') != 'Reference')) and (n.get('code', 'canonical') != 'canonical')):
        return True
    if (((n.get('code', 'Reference') != 'Reference') and (n.get('code', 'canonical') != 'canonical')) and (('targetProfile' in n or '_targetProfile' in n))):
        return True
    return False


def check_Expression(n, r, root):
    if (not (('expression' in n or '_expression' in n)) and not (('reference' in n or '_reference' in n))):
        return True
    return False


def check_Extension(n, r, root):
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


def check_HumanName(n, r, root):
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def check_Identifier(n, r, root):
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'assigner' in n:
        x = n['assigner']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_MarketingStatus(n, r, root):
    if 'dateRange' in n:
        x = n['dateRange']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def check_MoneyQuantity(n, r, root):
    if ((not (('code' in n or '_code' in n)) and (('value' in n or '_value' in n))) or ((('system' in n or '_system' in n)) and (n.get('system', 'urn:iso:std:iso:4217') != 'urn:iso:std:iso:4217'))):
        return True
    if ((('code' in n or '_code' in n)) and not (('system' in n or '_system' in n))):
        return True
    return False


def check_Period(n, r, root):
    if (((n.get('start', None) is not None) and (n.get('end', None) is not None)) and (order_moments(n.get('start', None), n.get('end', None)) in (1,))):
        return True
    return False


def check_Population(n, r, root):
    if 'ageRange' in n:
        x = n['ageRange']
        if check_Range(x, r, root):
            return True
    return False


def check_ProdCharacteristic(n, r, root):
    if 'height' in n:
        x = n['height']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'width' in n:
        x = n['width']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'depth' in n:
        x = n['depth']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'weight' in n:
        x = n['weight']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'nominalVolume' in n:
        x = n['nominalVolume']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'externalDiameter' in n:
        x = n['externalDiameter']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'image' in n:
        for x in n['image']:
            if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
                return True
    return False


def check_ProductShelfLife(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    if 'period' in n:
        x = n['period']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_Quantity(n, r, root):
    if ((('code' in n or '_code' in n)) and not (('system' in n or '_system' in n))):
        return True
    return False


def check_Range(n, r, root):
    if (((('low' in n)) and (('high' in n))) and (order_quantities(n.get('low', None), n.get('high', None)) in (1,))):
        return True
    if 'low' in n:
        x = n['low']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'high' in n:
        x = n['high']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_Ratio(n, r, root):
    if ((not (('numerator' in n)) and (('denominator' in n)) or (('numerator' in n)) and not (('denominator' in n))) or (not (('numerator' in n)) and not (('extension' in n)))):
        return True
    if 'numerator' in n:
        x = n['numerator']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'denominator' in n:
        x = n['denominator']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_Reference(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    return False


def check_RelatedArtifact(n, r, root):
    if 'document' in n:
        x = n['document']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    return False


def check_SampledData(n, r, root):
    if 'origin' in n:
        x = n['origin']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_Signature(n, r, root):
    if 'who' in n:
        x = n['who']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'onBehalfOf' in n:
        x = n['onBehalfOf']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_SimpleQuantity(n, r, root):
    if ((('code' in n or '_code' in n)) and not (('system' in n or '_system' in n))):
        return True
    if not is_met('comparator.empty()', n, 'SimpleQuantity', r, root):
        return True
    return False


def check_SubstanceAmount(n, r, root):
    if 'amountQuantity' in n:
        x = n['amountQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'amountRange' in n:
        x = n['amountRange']
        if check_Range(x, r, root):
            return True
    if 'referenceRange' in n:
        x = n['referenceRange']
        if check_SubstanceAmount_referenceRange(x, r, root):
            return True
    return False


def check_SubstanceAmount_referenceRange(n, r, root):
    if 'lowLimit' in n:
        x = n['lowLimit']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'highLimit' in n:
        x = n['highLimit']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_Timing(n, r, root):
    if 'repeat' in n:
        x = n['repeat']
        if check_Timing_repeat(x, r, root):
            return True
    return False


def check_Timing_repeat(n, r, root):
    if ((('duration' in n or '_duration' in n)) and not (('durationUnit' in n or '_durationUnit' in n))):
        return True
    if ((('period' in n or '_period' in n)) and not (('periodUnit' in n or '_periodUnit' in n))):
        return True
    if ((('duration' in n or '_duration' in n)) and (n.get('duration', None) is not None and not n.get('duration', None) >= 0)):
        return True
    if ((('period' in n or '_period' in n)) and (n.get('period', None) is not None and not n.get('period', None) >= 0)):
        return True
    if ((('periodMax' in n or '_periodMax' in n)) and not (('period' in n or '_period' in n))):
        return True
    if ((('durationMax' in n or '_durationMax' in n)) and not (('duration' in n or '_duration' in n))):
        return True
    if ((('countMax' in n or '_countMax' in n)) and not (('count' in n or '_count' in n))):
        return True
    if 'offset' in n and not is_met("offset.empty() or (when.exists() and ((when in ('C' | 'CM' | 'CD' | 'CV')).not()))", n, 'Timing.repeat', r, root):
        return True
    if ((('timeOfDay' in n or '_timeOfDay' in n)) and (('when' in n or '_when' in n))):
        return True
    if 'boundsDuration' in n:
        x = n['boundsDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'boundsRange' in n:
        x = n['boundsRange']
        if check_Range(x, r, root):
            return True
    if 'boundsPeriod' in n:
        x = n['boundsPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def check_TriggerDefinition(n, r, root):
    if ((('data' in n)) and (('timingTiming' in n) or ('timingReference' in n) or ('timingDate' in n or '_timingDate' in n) or ('timingDateTime' in n or '_timingDateTime' in n))):
        return True
    if ((('condition' in n)) and not (('data' in n))):
        return True
    if ((((n.get('type', None) == 'named-event') and not (('name' in n or '_name' in n))) or ((n.get('type', None) == 'periodic') and not (('timingTiming' in n) or ('timingReference' in n) or ('timingDate' in n or '_timingDate' in n) or ('timingDateTime' in n or '_timingDateTime' in n)))) or ((n.get('type', '').startswith('data-')) and not (('data' in n)))):
        return True
    if 'timingTiming' in n:
        x = n['timingTiming']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'timingReference' in n:
        x = n['timingReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'data' in n:
        for x in n['data']:
            if check_DataRequirement(x, r, root):
                return True
    if 'condition' in n:
        x = n['condition']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    return False


def check_UsageContext(n, r, root):
    if 'valueQuantity' in n:
        x = n['valueQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueRange' in n:
        x = n['valueRange']
        if check_Range(x, r, root):
            return True
    if 'valueReference' in n:
        x = n['valueReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False
