from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_ContactDetail, check_Identifier, check_Reference, check_RelatedArtifact


def check_ResearchStudy(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'protocol' in n:
        for x in n['protocol']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'partOf' in n:
        for x in n['partOf']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'contact' in n:
        for x in n['contact']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'relatedArtifact' in n:
        for x in n['relatedArtifact']:
            if 'document' in x and check_RelatedArtifact(x, r, root):
                return True
    if 'enrollment' in n:
        for x in n['enrollment']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'sponsor' in n:
        x = n['sponsor']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'principalInvestigator' in n:
        x = n['principalInvestigator']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'site' in n:
        for x in n['site']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_ResearchStudy(resource, resource, root)
