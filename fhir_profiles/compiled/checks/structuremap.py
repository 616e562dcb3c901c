from fhir_profiles.check_values import is_met, order_moments
from fhir_profiles.compiled.checks.datatypes import check_Address, check_Annotation, check_ContactDetail, check_ContactPoint, check_Contributor, check_DataRequirement, check_Dosage, check_HumanName, check_Identifier, check_Range, check_Ratio, check_Reference, check_RelatedArtifact, check_SampledData, check_Signature, check_Timing, check_TriggerDefinition, check_UsageContext


def check_StructureMap(n, r, root):
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
    if 'group' in n:
        for x in n['group']:
            if 'rule' in x and check_StructureMap_group(x, r, root):
                return True
    return False


def check_StructureMap_group(n, r, root):
    if 'rule' in n:
        for x in n['rule']:
            if check_StructureMap_group_rule(x, r, root):
                return True
    return False


def check_StructureMap_group_rule(n, r, root):
    if 'source' in n:
        for x in n['source']:
            if check_StructureMap_group_rule_source(x, r, root):
                return True
    if 'target' in n:
        for x in n['target']:
            if ((('element' in x or '_element' in x)) and not (('context' in x or '_context' in x))):
                return True
            if ((('context' in x or '_context' in x)) and not (('contextType' in x or '_contextType' in x))):
                return True
    if 'rule' in n:
        for x in n['rule']:
            if check_StructureMap_group_rule(x, r, root):
                return True
    return False


def check_StructureMap_group_rule_source(n, r, root):
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
    return False


def check_StructureMap_group_rule_target(n, r, root):
    if ((('element' in n or '_element' in n)) and not (('context' in n or '_context' in n))):
        return True
    if ((('context' in n or '_context' in n)) and not (('contextType' in n or '_contextType' in n))):
        return True
    return False


def is_broken(resource, root):
    return check_StructureMap(resource, resource, root)
