from fhir_profiles.check_values import order_moments
from fhir_profiles.compiled.checks.datatypes import check_Address, check_ContactPoint, check_HumanName, check_Identifier, check_Reference


def check_InsurancePlan(n, r, root):
    if (not (len(n.get('identifier', ())) + ('name' in n or '_name' in n)) > 0):
        return True
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'period' in n:
        x = n['period']
        if (((x.get('start', None) is not None) and (x.get('end', None) is not None)) and (order_moments(x.get('start', None), x.get('end', None)) in (1,))):
            return True
    if 'ownedBy' in n:
        x = n['ownedBy']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'administeredBy' in n:
        x = n['administeredBy']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'coverageArea' in n:
        for x in n['coverageArea']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'contact' in n:
        for x in n['contact']:
            if check_InsurancePlan_contact(x, r, root):
                return True
    if 'endpoint' in n:
        for x in n['endpoint']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'network' in n:
        for x in n['network']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'coverage' in n:
        for x in n['coverage']:
            if check_InsurancePlan_coverage(x, r, root):
                return True
    if 'plan' in n:
        for x in n['plan']:
            if check_InsurancePlan_plan(x, r, root):
                return True
    return False


def check_InsurancePlan_contact(n, r, root):
    if 'name' in n:
        x = n['name']
        if 'period' in x and check_HumanName(x, r, root):
            return True
    if 'telecom' in n:
        for x in n['telecom']:
            if check_ContactPoint(x, r, root):
                return True
    if 'address' in n:
        x = n['address']
        if 'period' in x and check_Address(x, r, root):
            return True
    return False


def check_InsurancePlan_coverage(n, r, root):
    if 'network' in n:
        for x in n['network']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'benefit' in n:
        for x in n['benefit']:
            if 'limit' in x and check_InsurancePlan_coverage_benefit(x, r, root):
                return True
    return False


def check_InsurancePlan_coverage_benefit(n, r, root):
    if 'limit' in n:
        for x in n['limit']:
            if 'value' in x and check_InsurancePlan_coverage_benefit_limit(x, r, root):
                return True
    return False


def check_InsurancePlan_coverage_benefit_limit(n, r, root):
    if 'value' in n:
        x = n['value']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def check_InsurancePlan_plan(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'coverageArea' in n:
        for x in n['coverageArea']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'network' in n:
        for x in n['network']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'specificCost' in n:
        for x in n['specificCost']:
            if 'benefit' in x and check_InsurancePlan_plan_specificCost(x, r, root):
                return True
    return False


def check_InsurancePlan_plan_specificCost(n, r, root):
    if 'benefit' in n:
        for x in n['benefit']:
            if 'cost' in x and check_InsurancePlan_plan_specificCost_benefit(x, r, root):
                return True
    return False


def check_InsurancePlan_plan_specificCost_benefit(n, r, root):
    if 'cost' in n:
        for x in n['cost']:
            if 'value' in x and check_InsurancePlan_plan_specificCost_benefit_cost(x, r, root):
                return True
    return False


def check_InsurancePlan_plan_specificCost_benefit_cost(n, r, root):
    if 'value' in n:
        x = n['value']
        if ((('code' in x or '_code' in x)) and not (('system' in x or '_system' in x))):
            return True
    return False


def is_broken(resource, root):
    return check_InsurancePlan(resource, resource, root)
