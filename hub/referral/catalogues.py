"""The catalogue in force: the published version, or at the first start the package's sample.

Every decision reads it; a compiled version is kept as long as its digest stands.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from hub.clock import SHANGHAI, datetime_to_micros
from hub.errors import ConflictError, ForbiddenError, RuleError
from hub.keys import Keys
from hub.referral.catalogue_signing import ROLES, is_released, signed_by
from hub.store.admin import AdminStore, CataloguePeriod, CatalogueVersion
from hub.store.code_tables import Terminologies
from terminology.catalogue import Catalogue, CatalogueSource, compile_catalogue, read_source, sample
from terminology.catalogue_source import FILES, SAMPLE, SIGNATURES
from terminology.registry import Registry


class Catalogues:
    """Gives the compiled catalogue that decides at a time."""

    def __init__(self, admin: AdminStore, terminology: Terminologies | None = None) -> None:
        self._admin = admin
        self._terminology = terminology
        self._compiled: dict[str, Catalogue] = {}

    async def registry(self) -> Registry | None:
        """The concept maps and tables that were loaded here; None where decisions stand alone."""
        return None if self._terminology is None else await self._terminology.current()

    def in_force(self, at: int) -> Catalogue:
        """The version in force. Raises RuleError when there is none (a stat call asks for none)."""
        period = self._admin.catalogue_in_force(at)
        if period is None and not self._admin.catalogue_versions():
            version = self.publish_sample()
            period = self._admin.catalogue_in_force(at)
            if period is None:  # a time before the sample's own
                return self._compiled[version.digest]
        if period is None:
            raise RuleError(
                "当前没有生效的病种目录。 No version of the disease catalogue is in force now; publish one "
                "(hub catalogue publish FILE)."
            )
        return self._compile(period)

    def timeline(self) -> Callable[[int], Catalogue | None]:
        """The version that was in force at a time, for many times on one look at the versions; publishes none.

        Where none is published yet it is the package's sample, as it is at the first decision.
        """
        latest_first = self._admin.catalogue_periods()
        if not latest_first and not self._admin.catalogue_versions():
            unpublished = sample()
            begins, ends = _start(unpublished), _end(unpublished)
            return lambda at: unpublished if begins <= at < ends else None

        def in_force(at: int) -> Catalogue | None:
            period = next((one for one in latest_first if one.holds(at)), None)
            return None if period is None else self._compile(period)

        return in_force

    def of_version(self, version: str) -> Catalogue | None:
        """A published version by its name, in force or not; None for a name that nobody published."""
        found = self._admin.catalogue_named(version) if version else None
        return None if found is None else self._compile(found)

    def publish_sample(self) -> CatalogueVersion:
        """Publish the package's sample: experimental, unsigned, and it says so wherever it shows."""
        catalogue = sample()
        files = {name: (SAMPLE / name).read_bytes() for name in FILES if (SAMPLE / name).exists()}
        version = to_version(catalogue, files)
        self._compiled[catalogue.digest] = catalogue
        try:
            return self._admin.add_catalogue_version(version)
        except ConflictError:  # another process was quicker with the same version
            return version

    def _compile(self, period: CataloguePeriod) -> Catalogue:
        """The compiled version, read once for each digest: a digest never means other files."""
        found = self._compiled.get(period.digest)
        if found is None:
            version = self._admin.catalogue_version(period.canonical, period.version)
            assert version is not None  # what is published is never taken away
            found = self._compiled[period.digest] = unpack(version.content)
        return found


def publish(
    admin: AdminStore, files: Mapping[str, bytes], *, now: int, supersede: bool = False, keys: Keys | None = None
) -> CatalogueVersion:
    """Publish a version for good, from its first day on and never before now: nothing is decided anew behind a back.

    Raises CatalogueError for faulty files, ForbiddenError for a version that is not experimental and that two people
    have not signed, ConflictError for a version that is published or whose period overlaps another's, unless it is to
    supersede those that began earlier, RuleError for a period that is over.
    """
    catalogue = compile_catalogue(read_source(files))
    signatures = signed_by(files, keys) if keys is not None else ()
    if not catalogue.experimental and not is_released(signatures):
        have = "、".join(f"{one.role} {one.name}" for one in signatures) or "无"
        raise ForbiddenError(
            f"正式目录须由两人以 {'、'.join(ROLES)} 两个身份签署(现有：{have})。 A version that is not experimental is "
            f"signed by two people, as {' and '.join(ROLES)}, before it is published."
        )
    version = to_version(catalogue, files)
    version = replace(
        version, signatures=json.dumps([f"{one.role}: {one.name}" for one in signatures], ensure_ascii=False)
    )
    version = replace(version, effective_from=max(version.effective_from, now))
    assert version.effective_to is not None
    if version.effective_to <= now:
        raise RuleError(f"Version {version.version} ends on {catalogue.effective_to}, which is over; nothing changed.")
    published = [one for one in admin.catalogue_versions(version.canonical) if one.status == "published"]
    for other in published:
        if other.version == version.version:
            raise ConflictError(
                f"Version {other.version} is published and never changes; give the new one another version."
            )
        ends = other.effective_to
        overlaps = other.effective_from < version.effective_to and (ends is None or ends > version.effective_from)
        if overlaps and not (supersede and other.effective_from < version.effective_from):
            raise ConflictError(
                f"Its period overlaps that of version {other.version}. Change effective_from or effective_to in "
                "manifest.toml; or, where the new version begins later, give --supersede: the earlier one then decides "
                "up to the day on which the new one begins."
            )
    return admin.add_catalogue_version(version)


def to_version(catalogue: Catalogue, files: Mapping[str, bytes]) -> CatalogueVersion:
    """A compiled catalogue as the immutable row of its publication."""
    return CatalogueVersion(
        canonical=catalogue.url,
        version=catalogue.version,
        digest=catalogue.digest,
        content=pack(files),
        status="published",
        effective_from=_start(catalogue),
        effective_to=_end(catalogue),
        signatures=json.dumps(list(catalogue.signatures)),
        experimental=catalogue.experimental,
    )


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files of one catalogue version as one ZIP, the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (*FILES, SIGNATURES):
            if name in files:
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name])
    return buffer.getvalue()


def unpack(content: bytes) -> Catalogue:
    """The compiled catalogue of a packed version."""
    return compile_catalogue(source_in(content))


def source_of_version(admin: AdminStore, version: str) -> CatalogueSource:
    """The files of a published version. Raises RuleError for one that nobody published."""
    published = [one for one in admin.catalogue_versions() if one.status == "published"]
    found = next((one for one in published if one.version == version), None)
    if found is None:
        names = "、".join(one.version for one in published) or "无"
        raise RuleError(
            f"未发布过版本 {version}(已发布：{names})。 No version {version} was published; expected one of them."
        )
    return source_in(found.content)


def source_in(content: bytes) -> CatalogueSource:
    """The files of a packed version."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return read_source({name: archive.read(name) for name in archive.namelist()})


def _start(catalogue: Catalogue) -> int:
    return datetime_to_micros(datetime.combine(catalogue.effective_from, time(), SHANGHAI))


def _end(catalogue: Catalogue) -> int:
    return datetime_to_micros(datetime.combine(catalogue.effective_to + timedelta(days=1), time(), SHANGHAI))
