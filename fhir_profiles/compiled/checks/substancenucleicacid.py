from fhir_profiles.compiled.checks.datatypes import check_Identifier


def check_SubstanceNucleicAcid(n, r, root):
    if 'subunit' in n:
        for x in n['subunit']:
            if check_SubstanceNucleicAcid_subunit(x, r, root):
                return True
    return False


def check_SubstanceNucleicAcid_subunit(n, r, root):
    if 'sequenceAttachment' in n:
        x = n['sequenceAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'linkage' in n:
        for x in n['linkage']:
            if 'identifier' in x and check_SubstanceNucleicAcid_subunit_linkage(x, r, root):
                return True
    if 'sugar' in n:
        for x in n['sugar']:
            if 'identifier' in x and check_SubstanceNucleicAcid_subunit_sugar(x, r, root):
                return True
    return False


def check_SubstanceNucleicAcid_subunit_linkage(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    return False


def check_SubstanceNucleicAcid_subunit_sugar(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_SubstanceNucleicAcid(resource, resource, root)
