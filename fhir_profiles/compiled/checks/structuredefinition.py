from fhir_profiles.check_values import NOTHING, is_met
from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_ElementDefinition, check_Identifier, check_UsageContext


def check_StructureDefinition(n, r, root):
    if not is_met("derivation = 'constraint' or snapshot.element.select(path).isDistinct()", n, 'StructureDefinition', r, root):
        return True
    if not is_met("(kind!='logical'  and differential.element.first().path.contains('.').not()) implies differential.element.first().type.empty()", n, 'StructureDefinition', r, root):
        return True
    if ((n.get('abstract', True) != True) and not (('baseDefinition' in n or '_baseDefinition' in n))):
        return True
    if (((n.get('type', None) == 'Extension') and (n.get('derivation', 'specialization') != 'specialization')) and not (('context' in n))):
        return True
    if (not (('snapshot' in n)) and not (('differential' in n))):
        return True
    if not is_met("children().element.where(path.contains('.').not()).label.empty() and children().element.where(path.contains('.').not()).code.empty() and children().element.where(path.contains('.').not()).requirements.empty()", n, 'StructureDefinition', r, root):
        return True
    if not is_met("kind != 'logical' implies snapshot.empty() or snapshot.element.first().path = type", n, 'StructureDefinition', r, root):
        return True
    if (not all((('id' in v2)) for v1 in (n.get('snapshot', NOTHING),) for v2 in v1.get('element', ())) or not all((('id' in v4)) for v3 in (n.get('differential', NOTHING),) for v4 in v3.get('element', ()))):
        return True
    if not is_met("kind!='logical' implies snapshot.element.first().type.empty()", n, 'StructureDefinition', r, root):
        return True
    if not is_met("snapshot.element.all(id.exists()) and snapshot.element.id.trace('ids').isDistinct()", n, 'StructureDefinition', r, root):
        return True
    if not is_met("differential.element.all(id.exists()) and differential.element.id.trace('ids').isDistinct()", n, 'StructureDefinition', r, root):
        return True
    if ((('contextInvariant' in n or '_contextInvariant' in n)) and (n.get('type', 'Extension') != 'Extension')):
        return True
    if not is_met("url.startsWith('http://hl7.org/fhir/StructureDefinition') implies (differential.element.type.code.all(matches('^[a-zA-Z0-9]+$') or matches('^http:\\\\/\\\\/hl7\\\\.org\\\\/fhirpath\\\\/System\\\\.[A-Z][A-Za-z]+$')) and snapshot.element.type.code.all(matches('^[a-zA-Z0-9\\\\.]+$') or matches('^http:\\\\/\\\\/hl7\\\\.org\\\\/fhirpath\\\\/System\\\\.[A-Z][A-Za-z]+$')))", n, 'StructureDefinition', r, root):
        return True
    if (any(('defaultValueBase64Binary' in v2 or '_defaultValueBase64Binary' in v2) or ('defaultValueBoolean' in v2 or '_defaultValueBoolean' in v2) or ('defaultValueCanonical' in v2 or '_defaultValueCanonical' in v2) or ('defaultValueCode' in v2 or '_defaultValueCode' in v2) or ('defaultValueDate' in v2 or '_defaultValueDate' in v2) or ('defaultValueDateTime' in v2 or '_defaultValueDateTime' in v2) or ('defaultValueDecimal' in v2 or '_defaultValueDecimal' in v2) or ('defaultValueId' in v2 or '_defaultValueId' in v2) or ('defaultValueInstant' in v2 or '_defaultValueInstant' in v2) or ('defaultValueInteger' in v2 or '_defaultValueInteger' in v2) or ('defaultValueMarkdown' in v2 or '_defaultValueMarkdown' in v2) or ('defaultValueOid' in v2 or '_defaultValueOid' in v2) or ('defaultValuePositiveInt' in v2 or '_defaultValuePositiveInt' in v2) or ('defaultValueString' in v2 or '_defaultValueString' in v2) or ('defaultValueTime' in v2 or '_defaultValueTime' in v2) or ('defaultValueUnsignedInt' in v2 or '_defaultValueUnsignedInt' in v2) or ('defaultValueUri' in v2 or '_defaultValueUri' in v2) or ('defaultValueUrl' in v2 or '_defaultValueUrl' in v2) or ('defaultValueUuid' in v2 or '_defaultValueUuid' in v2) or ('defaultValueAddress' in v2) or ('defaultValueAge' in v2) or ('defaultValueAnnotation' in v2) or ('defaultValueAttachment' in v2) or ('defaultValueCodeableConcept' in v2) or ('defaultValueCoding' in v2) or ('defaultValueContactPoint' in v2) or ('defaultValueCount' in v2) or ('defaultValueDistance' in v2) or ('defaultValueDuration' in v2) or ('defaultValueHumanName' in v2) or ('defaultValueIdentifier' in v2) or ('defaultValueMoney' in v2) or ('defaultValuePeriod' in v2) or ('defaultValueQuantity' in v2) or ('defaultValueRange' in v2) or ('defaultValueRatio' in v2) or ('defaultValueReference' in v2) or ('defaultValueSampledData' in v2) or ('defaultValueSignature' in v2) or ('defaultValueTiming' in v2) or ('defaultValueContactDetail' in v2) or ('defaultValueContributor' in v2) or ('defaultValueDataRequirement' in v2) or ('defaultValueExpression' in v2) or ('defaultValueParameterDefinition' in v2) or ('defaultValueRelatedArtifact' in v2) or ('defaultValueTriggerDefinition' in v2) or ('defaultValueUsageContext' in v2) or ('defaultValueDosage' in v2) or ('defaultValueMeta' in v2) for v1 in (n.get('differential', NOTHING),) for v2 in v1.get('element', ())) and (n.get('derivation', 'specialization') != 'specialization')):
        return True
    if ((n.get('url', '').startswith('http://hl7.org/fhir/StructureDefinition')) and (any(('defaultValueBase64Binary' in v2 or '_defaultValueBase64Binary' in v2) or ('defaultValueBoolean' in v2 or '_defaultValueBoolean' in v2) or ('defaultValueCanonical' in v2 or '_defaultValueCanonical' in v2) or ('defaultValueCode' in v2 or '_defaultValueCode' in v2) or ('defaultValueDate' in v2 or '_defaultValueDate' in v2) or ('defaultValueDateTime' in v2 or '_defaultValueDateTime' in v2) or ('defaultValueDecimal' in v2 or '_defaultValueDecimal' in v2) or ('defaultValueId' in v2 or '_defaultValueId' in v2) or ('defaultValueInstant' in v2 or '_defaultValueInstant' in v2) or ('defaultValueInteger' in v2 or '_defaultValueInteger' in v2) or ('defaultValueMarkdown' in v2 or '_defaultValueMarkdown' in v2) or ('defaultValueOid' in v2 or '_defaultValueOid' in v2) or ('defaultValuePositiveInt' in v2 or '_defaultValuePositiveInt' in v2) or ('defaultValueString' in v2 or '_defaultValueString' in v2) or ('defaultValueTime' in v2 or '_defaultValueTime' in v2) or ('defaultValueUnsignedInt' in v2 or '_defaultValueUnsignedInt' in v2) or ('defaultValueUri' in v2 or '_defaultValueUri' in v2) or ('defaultValueUrl' in v2 or '_defaultValueUrl' in v2) or ('defaultValueUuid' in v2 or '_defaultValueUuid' in v2) or ('defaultValueAddress' in v2) or ('defaultValueAge' in v2) or ('defaultValueAnnotation' in v2) or ('defaultValueAttachment' in v2) or ('defaultValueCodeableConcept' in v2) or ('defaultValueCoding' in v2) or ('defaultValueContactPoint' in v2) or ('defaultValueCount' in v2) or ('defaultValueDistance' in v2) or ('defaultValueDuration' in v2) or ('defaultValueHumanName' in v2) or ('defaultValueIdentifier' in v2) or ('defaultValueMoney' in v2) or ('defaultValuePeriod' in v2) or ('defaultValueQuantity' in v2) or ('defaultValueRange' in v2) or ('defaultValueRatio' in v2) or ('defaultValueReference' in v2) or ('defaultValueSampledData' in v2) or ('defaultValueSignature' in v2) or ('defaultValueTiming' in v2) or ('defaultValueContactDetail' in v2) or ('defaultValueContributor' in v2) or ('defaultValueDataRequirement' in v2) or ('defaultValueExpression' in v2) or ('defaultValueParameterDefinition' in v2) or ('defaultValueRelatedArtifact' in v2) or ('defaultValueTriggerDefinition' in v2) or ('defaultValueUsageContext' in v2) or ('defaultValueDosage' in v2) or ('defaultValueMeta' in v2) for v1 in (n.get('snapshot', NOTHING),) for v2 in v1.get('element', ())) or any(('defaultValueBase64Binary' in v4 or '_defaultValueBase64Binary' in v4) or ('defaultValueBoolean' in v4 or '_defaultValueBoolean' in v4) or ('defaultValueCanonical' in v4 or '_defaultValueCanonical' in v4) or ('defaultValueCode' in v4 or '_defaultValueCode' in v4) or ('defaultValueDate' in v4 or '_defaultValueDate' in v4) or ('defaultValueDateTime' in v4 or '_defaultValueDateTime' in v4) or ('defaultValueDecimal' in v4 or '_defaultValueDecimal' in v4) or ('defaultValueId' in v4 or '_defaultValueId' in v4) or ('defaultValueInstant' in v4 or '_defaultValueInstant' in v4) or ('defaultValueInteger' in v4 or '_defaultValueInteger' in v4) or ('defaultValueMarkdown' in v4 or '_defaultValueMarkdown' in v4) or ('defaultValueOid' in v4 or '_defaultValueOid' in v4) or ('defaultValuePositiveInt' in v4 or '_defaultValuePositiveInt' in v4) or ('defaultValueString' in v4 or '_defaultValueString' in v4) or ('defaultValueTime' in v4 or '_defaultValueTime' in v4) or ('defaultValueUnsignedInt' in v4 or '_defaultValueUnsignedInt' in v4) or ('defaultValueUri' in v4 or '_defaultValueUri' in v4) or ('defaultValueUrl' in v4 or '_defaultValueUrl' in v4) or ('defaultValueUuid' in v4 or '_defaultValueUuid' in v4) or ('defaultValueAddress' in v4) or ('defaultValueAge' in v4) or ('defaultValueAnnotation' in v4) or ('defaultValueAttachment' in v4) or ('defaultValueCodeableConcept' in v4) or ('defaultValueCoding' in v4) or ('defaultValueContactPoint' in v4) or ('defaultValueCount' in v4) or ('defaultValueDistance' in v4) or ('defaultValueDuration' in v4) or ('defaultValueHumanName' in v4) or ('defaultValueIdentifier' in v4) or ('defaultValueMoney' in v4) or ('defaultValuePeriod' in v4) or ('defaultValueQuantity' in v4) or ('defaultValueRange' in v4) or ('defaultValueRatio' in v4) or ('defaultValueReference' in v4) or ('defaultValueSampledData' in v4) or ('defaultValueSignature' in v4) or ('defaultValueTiming' in v4) or ('defaultValueContactDetail' in v4) or ('defaultValueContributor' in v4) or ('defaultValueDataRequirement' in v4) or ('defaultValueExpression' in v4) or ('defaultValueParameterDefinition' in v4) or ('defaultValueRelatedArtifact' in v4) or ('defaultValueTriggerDefinition' in v4) or ('defaultValueUsageContext' in v4) or ('defaultValueDosage' in v4) or ('defaultValueMeta' in v4) for v3 in (n.get('differential', NOTHING),) for v4 in v3.get('element', ())))):
        return True
    if not is_met("(snapshot | differential).element.all(path.contains('.').not() implies sliceName.empty())", n, 'StructureDefinition', r, root):
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
    if 'mapping' in n:
        for x in n['mapping']:
            if (not (('name' in x or '_name' in x)) and not (('uri' in x or '_uri' in x))):
                return True
    if 'snapshot' in n:
        x = n['snapshot']
        if check_StructureDefinition_snapshot(x, r, root):
            return True
    if 'differential' in n:
        x = n['differential']
        if check_StructureDefinition_differential(x, r, root):
            return True
    return False


def check_StructureDefinition_differential(n, r, root):
    if any(('slicing' in v1) for v1 in n.get('element', ()) if (v1.get('path', None) is not None and not '.' in v1.get('path', ''))):
        return True
    if not is_met("(%resource.kind = 'logical' or element.first().path.startsWith(%resource.type)) and (element.tail().empty() or element.tail().all(path.startsWith(%resource.differential.element.first().path.replaceMatches('\\\\..*','')&'.')))", n, 'StructureDefinition.differential', r, root):
        return True
    if 'element' in n:
        for x in n['element']:
            if check_ElementDefinition(x, r, root):
                return True
    return False


def check_StructureDefinition_mapping(n, r, root):
    if (not (('name' in n or '_name' in n)) and not (('uri' in n or '_uri' in n))):
        return True
    return False


def check_StructureDefinition_snapshot(n, r, root):
    if not all((((('definition' in v1 or '_definition' in v1)) and (('min' in v1 or '_min' in v1))) and (('max' in v1 or '_max' in v1))) for v1 in n.get('element', ())):
        return True
    if not is_met("(%resource.kind = 'logical' or element.first().path = %resource.type) and element.tail().all(path.startsWith(%resource.snapshot.element.first().path&'.'))", n, 'StructureDefinition.snapshot', r, root):
        return True
    if not all((('base' in v1)) for v1 in n.get('element', ())):
        return True
    if 'element' in n:
        for x in n['element']:
            if check_ElementDefinition(x, r, root):
                return True
            if (((('binding' in x)) and not any(('valueSet' in v1 or '_valueSet' in v1) for v1 in (x.get('binding', NOTHING),))) and not any(('description' in v2 or '_description' in v2) for v2 in (x.get('binding', NOTHING),))):
                return True
    return False


def is_broken(resource, root):
    return check_StructureDefinition(resource, resource, root)
