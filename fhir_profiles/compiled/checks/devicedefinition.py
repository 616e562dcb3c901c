from fhir_profiles.compiled.checks.datatypes import check_Annotation, check_ContactPoint, check_Identifier, check_ProdCharacteristic, check_ProductShelfLife, check_Reference


def check_DeviceDefinition(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'manufacturerReference' in n:
        x = n['manufacturerReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'shelfLifeStorage' in n:
        for x in n['shelfLifeStorage']:
            if check_ProductShelfLife(x, r, root):
                return True
    if 'physicalCharacteristics' in n:
        x = n['physicalCharacteristics']
        if check_ProdCharacteristic(x, r, root):
            return True
    if 'property' in n:
        for x in n['property']:
            if 'valueQuantity' in x and check_DeviceDefinition_property(x, r, root):
                return True
    if 'owner' in n:
        x = n['owner']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'contact' in n:
        for x in n['contact']:
            if check_ContactPoint(x, r, root):
                return True
    if 'note' in n:
        for x in n['note']:
            if 'authorReference' in x and check_Annotation(x, r, root):
                return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'parentDevice' in n:
        x = n['parentDevice']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_DeviceDefinition_property(n, r, root):
    if 'valueQuantity' in n:
        for x in n['valueQuantity']:
            if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
                return True
    return False


def is_broken(resource, root):
    return check_DeviceDefinition(resource, resource, root)
