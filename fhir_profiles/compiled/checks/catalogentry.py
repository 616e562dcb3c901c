from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference


def check_CatalogEntry(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'referencedItem' in n:
        x = n['referencedItem']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'additionalIdentifier' in n:
        for x in n['additionalIdentifier']:
            if check_Identifier(x, r, root):
                return True
    if 'validityPeriod' in n:
        x = n['validityPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'relatedEntry' in n:
        for x in n['relatedEntry']:
            if 'item' in x and check_CatalogEntry_relatedEntry(x, r, root):
                return True
    return False


def check_CatalogEntry_relatedEntry(n, r, root):
    if 'item' in n:
        x = n['item']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_CatalogEntry(resource, resource, root)
