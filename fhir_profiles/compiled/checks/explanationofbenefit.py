from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Address, check_Identifier, check_Reference


def check_ExplanationOfBenefit(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'patient' in n:
        x = n['patient']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'billablePeriod' in n:
        x = n['billablePeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'enterer' in n:
        x = n['enterer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'insurer' in n:
        x = n['insurer']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'provider' in n:
        x = n['provider']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'related' in n:
        for x in n['related']:
            if check_ExplanationOfBenefit_related(x, r, root):
                return True
    if 'prescription' in n:
        x = n['prescription']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'originalPrescription' in n:
        x = n['originalPrescription']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'payee' in n:
        x = n['payee']
        if 'party' in x and check_ExplanationOfBenefit_payee(x, r, root):
            return True
    if 'referral' in n:
        x = n['referral']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'facility' in n:
        x = n['facility']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'claim' in n:
        x = n['claim']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'claimResponse' in n:
        x = n['claimResponse']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'preAuthRefPeriod' in n:
        for x in n['preAuthRefPeriod']:
            if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
                return True
    if 'careTeam' in n:
        for x in n['careTeam']:
            if 'provider' in x and check_ExplanationOfBenefit_careTeam(x, r, root):
                return True
    if 'supportingInfo' in n:
        for x in n['supportingInfo']:
            if check_ExplanationOfBenefit_supportingInfo(x, r, root):
                return True
    if 'diagnosis' in n:
        for x in n['diagnosis']:
            if 'diagnosisReference' in x and check_ExplanationOfBenefit_diagnosis(x, r, root):
                return True
    if 'procedure' in n:
        for x in n['procedure']:
            if check_ExplanationOfBenefit_procedure(x, r, root):
                return True
    if 'insurance' in n:
        for x in n['insurance']:
            if 'coverage' in x and check_ExplanationOfBenefit_insurance(x, r, root):
                return True
    if 'accident' in n:
        x = n['accident']
        if check_ExplanationOfBenefit_accident(x, r, root):
            return True
    if 'item' in n:
        for x in n['item']:
            if check_ExplanationOfBenefit_item(x, r, root):
                return True
    if 'addItem' in n:
        for x in n['addItem']:
            if check_ExplanationOfBenefit_addItem(x, r, root):
                return True
    if 'payment' in n:
        x = n['payment']
        if 'identifier' in x and check_ExplanationOfBenefit_payment(x, r, root):
            return True
    if 'form' in n:
        x = n['form']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'benefitPeriod' in n:
        x = n['benefitPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    return False


def check_ExplanationOfBenefit_accident(n, r, root):
    if 'locationAddress' in n:
        x = n['locationAddress']
        if 'period' in x and check_Address(x, r, root):
            return True
    if 'locationReference' in n:
        x = n['locationReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_ExplanationOfBenefit_addItem(n, r, root):
    if 'provider' in n:
        for x in n['provider']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'servicedPeriod' in n:
        x = n['servicedPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'locationAddress' in n:
        x = n['locationAddress']
        if 'period' in x and check_Address(x, r, root):
            return True
    if 'locationReference' in n:
        x = n['locationReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'detail' in n:
        for x in n['detail']:
            if check_ExplanationOfBenefit_addItem_detail(x, r, root):
                return True
    return False


def check_ExplanationOfBenefit_addItem_detail(n, r, root):
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'subDetail' in n:
        for x in n['subDetail']:
            if 'quantity' in x and check_ExplanationOfBenefit_addItem_detail_subDetail(x, r, root):
                return True
    return False


def check_ExplanationOfBenefit_addItem_detail_subDetail(n, r, root):
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_ExplanationOfBenefit_careTeam(n, r, root):
    if 'provider' in n:
        x = n['provider']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_ExplanationOfBenefit_diagnosis(n, r, root):
    if 'diagnosisReference' in n:
        x = n['diagnosisReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_ExplanationOfBenefit_insurance(n, r, root):
    if 'coverage' in n:
        x = n['coverage']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_ExplanationOfBenefit_item(n, r, root):
    if 'servicedPeriod' in n:
        x = n['servicedPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'locationAddress' in n:
        x = n['locationAddress']
        if 'period' in x and check_Address(x, r, root):
            return True
    if 'locationReference' in n:
        x = n['locationReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'udi' in n:
        for x in n['udi']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'encounter' in n:
        for x in n['encounter']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'detail' in n:
        for x in n['detail']:
            if check_ExplanationOfBenefit_item_detail(x, r, root):
                return True
    return False


def check_ExplanationOfBenefit_item_detail(n, r, root):
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'udi' in n:
        for x in n['udi']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'subDetail' in n:
        for x in n['subDetail']:
            if check_ExplanationOfBenefit_item_detail_subDetail(x, r, root):
                return True
    return False


def check_ExplanationOfBenefit_item_detail_subDetail(n, r, root):
    if 'quantity' in n:
        x = n['quantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'udi' in n:
        for x in n['udi']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_ExplanationOfBenefit_payee(n, r, root):
    if 'party' in n:
        x = n['party']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_ExplanationOfBenefit_payment(n, r, root):
    if 'identifier' in n:
        x = n['identifier']
        if check_Identifier(x, r, root):
            return True
    return False


def check_ExplanationOfBenefit_procedure(n, r, root):
    if 'procedureReference' in n:
        x = n['procedureReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'udi' in n:
        for x in n['udi']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    return False


def check_ExplanationOfBenefit_related(n, r, root):
    if 'claim' in n:
        x = n['claim']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'reference' in n:
        x = n['reference']
        if check_Identifier(x, r, root):
            return True
    return False


def check_ExplanationOfBenefit_supportingInfo(n, r, root):
    if 'timingPeriod' in n:
        x = n['timingPeriod']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'valueQuantity' in n:
        x = n['valueQuantity']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    if 'valueAttachment' in n:
        x = n['valueAttachment']
        if ((('data' in x or '_data' in x)) and not (('contentType' in x or '_contentType' in x))):
            return True
    if 'valueReference' in n:
        x = n['valueReference']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_ExplanationOfBenefit(resource, resource, root)
