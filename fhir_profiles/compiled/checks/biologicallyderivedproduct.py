from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_BiologicallyDerivedProduct(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'request' in n:
        for x in n['request']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'parent' in n:
        for x in n['parent']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'collection' in n:
        x = n['collection']
        if check_BiologicallyDerivedProduct_collection(x, r, root):
            return True
    if 'processing' in n:
        for x in n['processing']:
            if check_BiologicallyDerivedProduct_processing(x, r, root):
                return True
    if 'manipulation' in n:
        x = n['manipulation']
        if 'timePeriod' in x and check_BiologicallyDerivedProduct_manipulation(x, r, root):
            return True
    if 'storage' in n:
        for x in n['storage']:
            if 'duration' in x and check_BiologicallyDerivedProduct_storage(x, r, root):
                return True
    return False


def check_BiologicallyDerivedProduct_collection(n, r, root):
    if 'collector' in n:
        x = n['collector']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'source' in n:
        x = n['source']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'collectedPeriod' in n:
        x = n['collectedPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def check_BiologicallyDerivedProduct_manipulation(n, r, root):
    if 'timePeriod' in n:
        x = n['timePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def check_BiologicallyDerivedProduct_processing(n, r, root):
    if 'additive' in n:
        x = n['additive']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'timePeriod' in n:
        x = n['timePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def check_BiologicallyDerivedProduct_storage(n, r, root):
    if 'duration' in n:
        x = n['duration']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def is_broken(resource, root):
    return check_BiologicallyDerivedProduct(resource, resource, root)
