from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_MarketingStatus, check_ProdCharacteristic, check_ProductShelfLife, check_Reference


def check_MedicinalProductPackaged(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'subject' in n:
        for x in n['subject']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'marketingStatus' in n:
        for x in n['marketingStatus']:
            if 'dateRange' in x and check_MarketingStatus(x, r, root):
                return True
    if 'marketingAuthorization' in n:
        x = n['marketingAuthorization']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'manufacturer' in n:
        for x in n['manufacturer']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'batchIdentifier' in n:
        for x in n['batchIdentifier']:
            if check_MedicinalProductPackaged_batchIdentifier(x, r, root):
                return True
    if 'packageItem' in n:
        for x in n['packageItem']:
            if check_MedicinalProductPackaged_packageItem(x, r, root):
                return True
    return False


def check_MedicinalProductPackaged_batchIdentifier(n, r, root):
    if 'outerPackaging' in n:
        x = n['outerPackaging']
        if check_Identifier(x, r, root):
            return True
    if 'immediatePackaging' in n:
        x = n['immediatePackaging']
        if check_Identifier(x, r, root):
            return True
    return False


def check_MedicinalProductPackaged_packageItem(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'device' in n:
        for x in n['device']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'manufacturedItem' in n:
        for x in n['manufacturedItem']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'packageItem' in n:
        for x in n['packageItem']:
            if check_MedicinalProductPackaged_packageItem(x, r, root):
                return True
    if 'physicalCharacteristics' in n:
        x = n['physicalCharacteristics']
        if check_ProdCharacteristic(x, r, root):
            return True
    if 'shelfLifeStorage' in n:
        for x in n['shelfLifeStorage']:
            if check_ProductShelfLife(x, r, root):
                return True
    if 'manufacturer' in n:
        for x in n['manufacturer']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def is_broken(resource, root):
    return check_MedicinalProductPackaged(resource, resource, root)
