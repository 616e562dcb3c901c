from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_MarketingStatus, check_Reference


def check_MedicinalProduct(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'marketingStatus' in n:
        for x in n['marketingStatus']:
            if 'dateRange' in x and check_MarketingStatus(x, r, root):
                return True
    if 'pharmaceuticalProduct' in n:
        for x in n['pharmaceuticalProduct']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'packagedMedicinalProduct' in n:
        for x in n['packagedMedicinalProduct']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'attachedDocument' in n:
        for x in n['attachedDocument']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'masterFile' in n:
        for x in n['masterFile']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'contact' in n:
        for x in n['contact']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'clinicalTrial' in n:
        for x in n['clinicalTrial']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'crossReference' in n:
        for x in n['crossReference']:
            if check_Identifier(x, r, root):
                return True
    if 'manufacturingBusinessOperation' in n:
        for x in n['manufacturingBusinessOperation']:
            if check_MedicinalProduct_manufacturingBusinessOperation(x, r, root):
                return True
    if 'specialDesignation' in n:
        for x in n['specialDesignation']:
            if check_MedicinalProduct_specialDesignation(x, r, root):
                return True
    return False


def check_MedicinalProduct_manufacturingBusinessOperation(n, r, root):
    if 'authorisationReferenceNumber' in n:
        x = n['authorisationReferenceNumber']
        if check_Identifier(x, r, root):
            return True
    if 'manufacturer' in n:
        for x in n['manufacturer']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'regulator' in n:
        x = n['regulator']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_MedicinalProduct_specialDesignation(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'indicationReference' in n:
        x = n['indicationReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_MedicinalProduct(resource, resource, root)
