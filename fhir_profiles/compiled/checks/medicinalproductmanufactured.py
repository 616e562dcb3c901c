from fhir_profiles.compiled.checks.datatypes import check_ProdCharacteristic, check_Reference


def check_MedicinalProductManufactured(n, r, root):
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'manufacturer' in n:
        for x in n['manufacturer']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'ingredient' in n:
        for x in n['ingredient']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'physicalCharacteristics' in n:
        x = n['physicalCharacteristics']
        if check_ProdCharacteristic(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_MedicinalProductManufactured(resource, resource, root)
