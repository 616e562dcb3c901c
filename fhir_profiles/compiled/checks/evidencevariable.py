from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_ContactDetail, check_DataRequirement, check_Identifier, check_Reference, check_RelatedArtifact, check_Timing, check_TriggerDefinition, check_UsageContext


def check_EvidenceVariable(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'contact' in n:
        for x in n['contact']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'useContext' in n:
        for x in n['useContext']:
            if check_UsageContext(x, r, root):
                return True
    if 'effectivePeriod' in n:
        x = n['effectivePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'author' in n:
        for x in n['author']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'editor' in n:
        for x in n['editor']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'reviewer' in n:
        for x in n['reviewer']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'endorser' in n:
        for x in n['endorser']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'relatedArtifact' in n:
        for x in n['relatedArtifact']:
            if 'document' in x and check_RelatedArtifact(x, r, root):
                return True
    if 'characteristic' in n:
        for x in n['characteristic']:
            if check_EvidenceVariable_characteristic(x, r, root):
                return True
    return False


def check_EvidenceVariable_characteristic(n, r, root):
    if 'definitionReference' in n:
        x = n['definitionReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'definitionExpression' in n:
        x = n['definitionExpression']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    if 'definitionDataRequirement' in n:
        x = n['definitionDataRequirement']
        if check_DataRequirement(x, r, root):
            return True
    if 'definitionTriggerDefinition' in n:
        x = n['definitionTriggerDefinition']
        if check_TriggerDefinition(x, r, root):
            return True
    if 'usageContext' in n:
        for x in n['usageContext']:
            if check_UsageContext(x, r, root):
                return True
    if 'participantEffectivePeriod' in n:
        x = n['participantEffectivePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'participantEffectiveDuration' in n:
        x = n['participantEffectiveDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'participantEffectiveTiming' in n:
        x = n['participantEffectiveTiming']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'timeFromStart' in n:
        x = n['timeFromStart']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def is_broken(resource, root):
    return check_EvidenceVariable(resource, resource, root)
