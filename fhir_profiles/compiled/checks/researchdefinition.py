from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_Identifier, check_Reference, check_RelatedArtifact, check_UsageContext


def check_ResearchDefinition(n, r, root):
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
    if 'population' in n:
        x = n['population']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'exposure' in n:
        x = n['exposure']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'exposureAlternative' in n:
        x = n['exposureAlternative']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'outcome' in n:
        x = n['outcome']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_ResearchDefinition(resource, resource, root)
