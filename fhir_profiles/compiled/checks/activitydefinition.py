from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_Dosage, check_Identifier, check_Range, check_Reference, check_RelatedArtifact, check_Timing, check_UsageContext


def check_ActivityDefinition(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'subjectReference' in n:
        x = n['subjectReference']
        if 'identifier' in x and check_Reference(x, r, root):
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
    if 'timingTiming' in n:
        x = n['timingTiming']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'timingAge' in n:
        x = n['timingAge']
        if (((not (('code' in x or '_code' in x)) and (('value' in x or '_value' in x))) or ((('system' in x or '_system' in x)) and (x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org'))) or (((('value' in x or '_value' in x)) and (x.get('value', None) is not None)) and (x.get('value', None) is not None and not x.get('value', None) > 0))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'timingPeriod' in n:
        x = n['timingPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'timingRange' in n:
        x = n['timingRange']
        if check_Range(x, r, root):
            return True
    if 'timingDuration' in n:
        x = n['timingDuration']
        if ((('code' in x or '_code' in x)) and ((x.get('system', 'http://unitsofmeasure.org') != 'http://unitsofmeasure.org') or not (('value' in x or '_value' in x)))):
            return True
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'location' in n:
        x = n['location']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'productReference' in n:
        x = n['productReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'dosage' in n:
        for x in n['dosage']:
            if check_Dosage(x, r, root):
                return True
    if 'specimenRequirement' in n:
        for x in n['specimenRequirement']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'observationRequirement' in n:
        for x in n['observationRequirement']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'observationResultRequirement' in n:
        for x in n['observationResultRequirement']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'dynamicValue' in n:
        for x in n['dynamicValue']:
            if 'expression' in x and check_ActivityDefinition_dynamicValue(x, r, root):
                return True
    return False


def check_ActivityDefinition_dynamicValue(n, r, root):
    if 'expression' in n:
        x = n['expression']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    return False


def is_broken(resource, root):
    return check_ActivityDefinition(resource, resource, root)
