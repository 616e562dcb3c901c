from fhir_profiles.compiled.checks.datatypes import check_Reference, check_Signature, check_Timing


def check_VerificationResult(n, r, root):
    if 'target' in n:
        for x in n['target']:
            if 'identifier' in x and check_Reference(x, r, root):
                return True
    if 'frequency' in n:
        x = n['frequency']
        if 'repeat' in x and check_Timing(x, r, root):
            return True
    if 'primarySource' in n:
        for x in n['primarySource']:
            if 'who' in x and check_VerificationResult_primarySource(x, r, root):
                return True
    if 'attestation' in n:
        x = n['attestation']
        if check_VerificationResult_attestation(x, r, root):
            return True
    if 'validator' in n:
        for x in n['validator']:
            if check_VerificationResult_validator(x, r, root):
                return True
    return False


def check_VerificationResult_attestation(n, r, root):
    if 'who' in n:
        x = n['who']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'onBehalfOf' in n:
        x = n['onBehalfOf']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'proxySignature' in n:
        x = n['proxySignature']
        if check_Signature(x, r, root):
            return True
    if 'sourceSignature' in n:
        x = n['sourceSignature']
        if check_Signature(x, r, root):
            return True
    return False


def check_VerificationResult_primarySource(n, r, root):
    if 'who' in n:
        x = n['who']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    return False


def check_VerificationResult_validator(n, r, root):
    if 'organization' in n:
        x = n['organization']
        if 'identifier' in x and check_Reference(x, r, root):
            return True
    if 'attestationSignature' in n:
        x = n['attestationSignature']
        if check_Signature(x, r, root):
            return True
    return False


def is_broken(resource, root):
    return check_VerificationResult(resource, resource, root)
