from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_MolecularSequence(n, r, root):
    if ((n.get('coordinateSystem', 1) != 1) and (n.get('coordinateSystem', 0) != 0)):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'specimen' in n:
        x = n['specimen']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'device' in n:
        x = n['device']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'performer' in n:
        x = n['performer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'referenceSeq' in n:
        x = n['referenceSeq']
        if check_MolecularSequence_referenceSeq(x, r, root):
            return True
    if 'variant' in n:
        for x in n['variant']:
            if 'variantPointer' in x and check_MolecularSequence_variant(x, r, root):
                return True
    if 'quality' in n:
        for x in n['quality']:
            if 'score' in x and check_MolecularSequence_quality(x, r, root):
                return True
    if 'pointer' in n:
        for x in n['pointer']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_MolecularSequence_quality(n, r, root):
    if 'score' in n:
        x = n['score']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_MolecularSequence_referenceSeq(n, r, root):
    if (((('chromosome' in n)) or (('genomeBuild' in n or '_genomeBuild' in n))) and (not (('chromosome' in n)) or not (('genomeBuild' in n or '_genomeBuild' in n)))):
        return True
    if (not (((('genomeBuild' in n or '_genomeBuild' in n) + ('referenceSeqId' in n)) + ('referenceSeqPointer' in n)) + ('referenceSeqString' in n or '_referenceSeqString' in n)) == 1):
        return True
    if 'referenceSeqPointer' in n:
        x = n['referenceSeqPointer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_MolecularSequence_variant(n, r, root):
    if 'variantPointer' in n:
        x = n['variantPointer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_MolecularSequence(resource, resource, root)
