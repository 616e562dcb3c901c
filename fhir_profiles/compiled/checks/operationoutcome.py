


def is_broken(resource, root):
    return False
