from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Range, check_Ratio, check_Reference


def check_SubstanceSpecification(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    if 'source' in n:
        for x in n['source']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'moiety' in n:
        for x in n['moiety']:
            if check_SubstanceSpecification_moiety(x, r, root):
                return True
    if 'property' in n:
        for x in n['property']:
            if check_SubstanceSpecification_property(x, r, root):
                return True
    if 'referenceInformation' in n:
        x = n['referenceInformation']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'structure' in n:
        x = n['structure']
        if check_SubstanceSpecification_structure(x, r, root):
            return True
    if 'code' in n:
        for x in n['code']:
            if 'source' in x and check_SubstanceSpecification_code(x, r, root):
                return True
    if 'name' in n:
        for x in n['name']:
            if check_SubstanceSpecification_name(x, r, root):
                return True
    if 'molecularWeight' in n:
        for x in n['molecularWeight']:
            if 'amount' in x and check_SubstanceSpecification_structure_isotope_molecularWeight(x, r, root):
                return True
    if 'relationship' in n:
        for x in n['relationship']:
            if check_SubstanceSpecification_relationship(x, r, root):
                return True
    if 'nucleicAcid' in n:
        x = n['nucleicAcid']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'polymer' in n:
        x = n['polymer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'protein' in n:
        x = n['protein']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'sourceMaterial' in n:
        x = n['sourceMaterial']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_SubstanceSpecification_code(n, r, root):
    if 'source' in n:
        for x in n['source']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_SubstanceSpecification_moiety(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    if 'amountQuantity' in n:
        x = n['amountQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_SubstanceSpecification_name(n, r, root):
    if 'synonym' in n:
        for x in n['synonym']:
            if check_SubstanceSpecification_name(x, r, root):
                return True
    if 'translation' in n:
        for x in n['translation']:
            if check_SubstanceSpecification_name(x, r, root):
                return True
    if 'source' in n:
        for x in n['source']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_SubstanceSpecification_property(n, r, root):
    if 'definingSubstanceReference' in n:
        x = n['definingSubstanceReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'amountQuantity' in n:
        x = n['amountQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_SubstanceSpecification_relationship(n, r, root):
    if 'substanceReference' in n:
        x = n['substanceReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'amountQuantity' in n:
        x = n['amountQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'amountRange' in n:
        x = n['amountRange']
        if check_Range(x, r, root):
            return True
    if 'amountRatio' in n:
        x = n['amountRatio']
        if check_Ratio(x, r, root):
            return True
    if 'amountRatioLowLimit' in n:
        x = n['amountRatioLowLimit']
        if check_Ratio(x, r, root):
            return True
    if 'source' in n:
        for x in n['source']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_SubstanceSpecification_structure(n, r, root):
    if 'isotope' in n:
        for x in n['isotope']:
            if check_SubstanceSpecification_structure_isotope(x, r, root):
                return True
    if 'molecularWeight' in n:
        x = n['molecularWeight']
        if 'amount' in x and check_SubstanceSpecification_structure_isotope_molecularWeight(x, r, root):
            return True
    if 'source' in n:
        for x in n['source']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'representation' in n:
        for x in n['representation']:
            if 'attachment' in x and check_SubstanceSpecification_structure_representation(x, r, root):
                return True
    return False


def check_SubstanceSpecification_structure_isotope(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    if 'halfLife' in n:
        x = n['halfLife']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'molecularWeight' in n:
        x = n['molecularWeight']
        if 'amount' in x and check_SubstanceSpecification_structure_isotope_molecularWeight(x, r, root):
            return True
    return False


def check_SubstanceSpecification_structure_isotope_molecularWeight(n, r, root):
    if 'amount' in n:
        x = n['amount']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_SubstanceSpecification_structure_representation(n, r, root):
    if 'attachment' in n:
        x = n['attachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    return False


def is_broken(resource, root):
    return check_SubstanceSpecification(resource, resource, root)
