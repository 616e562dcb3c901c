from fhir_profiles.check_values import is_met
from fhir_profiles.compiled.checks.datatypes import check_ContactDetail, check_Reference, check_UsageContext


def check_ImplementationGuide(n, r, root):
    if not is_met('definition.resource.fhirVersion.all(%context.fhirVersion contains $this)', n, 'ImplementationGuide', r, root):
        return True
    if 'contact' in n:
        for x in n['contact']:
            if 'telecom' in x and check_ContactDetail(x, r, root):
                return True
    if 'useContext' in n:
        for x in n['useContext']:
            if check_UsageContext(x, r, root):
                return True
    if 'definition' in n:
        x = n['definition']
        if check_ImplementationGuide_definition(x, r, root):
            return True
    if 'manifest' in n:
        x = n['manifest']
        if 'resource' in x and check_ImplementationGuide_manifest(x, r, root):
            return True
    return False


def check_ImplementationGuide_definition(n, r, root):
    if not is_met('resource.groupingId.all(%context.grouping.id contains $this)', n, 'ImplementationGuide.definition', r, root):
        return True
    if 'resource' in n:
        for x in n['resource']:
            if 'reference' in x and check_ImplementationGuide_definition_resource(x, r, root):
                return True
    if 'page' in n:
        x = n['page']
        if check_ImplementationGuide_definition_page(x, r, root):
            return True
    return False


def check_ImplementationGuide_definition_page(n, r, root):
    if 'nameReference' in n:
        x = n['nameReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'page' in n:
        for x in n['page']:
            if check_ImplementationGuide_definition_page(x, r, root):
                return True
    return False


def check_ImplementationGuide_definition_resource(n, r, root):
    if 'reference' in n:
        x = n['reference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_ImplementationGuide_manifest(n, r, root):
    if 'resource' in n:
        for x in n['resource']:
            if 'reference' in x and check_ImplementationGuide_manifest_resource(x, r, root):
                return True
    return False


def check_ImplementationGuide_manifest_resource(n, r, root):
    if 'reference' in n:
        x = n['reference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_ImplementationGuide(resource, resource, root)
