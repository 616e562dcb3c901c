from fhir_profiles.compiled.checks.datatypes import check_Identifier, check_Reference, check_Timing


def check_DeviceMetric(n, r, root):
    if 'identifier' in n:
        for x in n['identifier']:
            if check_Identifier(x, r, root):
                return True
    if 'source' in n:
        x = n['source']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'parent' in n:
        x = n['parent']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'measurementPeriod' in n:
        x = n['measurementPeriod']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_DeviceMetric(resource, resource, root)
