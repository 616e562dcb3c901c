from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Range, check_Reference


def check_SubstanceReferenceInformation(n, r, root):
    if 'gene' in n:
        for x in n['gene']:
            if 'source' in x and check_SubstanceReferenceInformation_gene(x, r, root):
                return True
    if 'geneElement' in n:
        for x in n['geneElement']:
            if check_SubstanceReferenceInformation_geneElement(x, r, root):
                return True
    if 'classification' in n:
        for x in n['classification']:
            if 'source' in x and check_SubstanceReferenceInformation_classification(x, r, root):
                return True
    if 'target' in n:
        for x in n['target']:
            if check_SubstanceReferenceInformation_target(x, r, root):
                return True
    return False


def check_SubstanceReferenceInformation_classification(n, r, root):
    if 'source' in n:
        for x in n['source']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_SubstanceReferenceInformation_gene(n, r, root):
    if 'source' in n:
        for x in n['source']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_SubstanceReferenceInformation_geneElement(n, r, root):
    if 'element' in n:
        x = n['element']
        if check_Identifier(x, r, root):
            return True
    if 'source' in n:
        for x in n['source']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_SubstanceReferenceInformation_target(n, r, root):
    if 'target' in n:
        x = n['target']
        if check_Identifier(x, r, root):
            return True
    if 'amountQuantity' in n:
        x = n['amountQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'amountRange' in n:
        x = n['amountRange']
        if check_Range(x, r, root):
            return True
    if 'source' in n:
        for x in n['source']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_SubstanceReferenceInformation(resource, resource, root)
