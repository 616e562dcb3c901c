"""A site's file as a command names it."""

from pathlib import Path

from hub.errors import BadRequestError
from hub.ingest.site_file import SiteFile, read_site_file


def read_site(path: Path) -> SiteFile:
    """What the file says. Raises BadRequestError with each fault and its line."""
    try:
        found, issues = read_site_file(path.read_bytes())
    except OSError as err:
        raise BadRequestError(f"{path} cannot be read: {err.strerror}. Expected the file of a site.") from err
    if found is None:
        faults = " ".join(f"{path}:{issue.line or 1}: {issue.text}" for issue in issues)
        raise BadRequestError(faults, issues=issues)
    return found
