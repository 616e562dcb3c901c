from fhir_profiles.check_values import is_met, order_moments
from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_Identifier, check_Reference, check_RelatedArtifact, check_UsageContext


def check_Measure(n, r, root):
    if not is_met('group.stratifier.all((code | description | criteria).exists() xor component.exists())', n, 'Measure', r, root):
        return True
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
    if 'group' in n:
        for x in n['group']:
            if check_Measure_group(x, r, root):
                return True
    if 'supplementalData' in n:
        for x in n['supplementalData']:
            if 'criteria' in x and check_Measure_supplementalData(x, r, root):
                return True
    return False


def check_Measure_group(n, r, root):
    if 'population' in n:
        for x in n['population']:
            if 'criteria' in x and check_Measure_group_population(x, r, root):
                return True
    if 'stratifier' in n:
        for x in n['stratifier']:
            if check_Measure_group_stratifier(x, r, root):
                return True
    return False


def check_Measure_group_population(n, r, root):
    if 'criteria' in n:
        x = n['criteria']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    return False


def check_Measure_group_stratifier(n, r, root):
    if 'criteria' in n:
        x = n['criteria']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    if 'component' in n:
        for x in n['component']:
            if 'criteria' in x and check_Measure_group_stratifier_component(x, r, root):
                return True
    return False


def check_Measure_group_stratifier_component(n, r, root):
    if 'criteria' in n:
        x = n['criteria']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    return False


def check_Measure_supplementalData(n, r, root):
    if 'criteria' in n:
        x = n['criteria']
        if (not (('expression' in x or '_expression' in x)) and not (('reference' in x or '_reference' in x))):
            return True
    return False


def is_broken(resource, root):
    return check_Measure(resource, resource, root)
