"""The editions of ICD-10 and what a code of one is in another.

The national clinical edition (国临版) and the insurance edition (医保版) extend WHO ICD-10 (GB/T 14396-2016): a code of
theirs has exactly one WHO code above it, which `normalise` reads off the code itself, so that these maps need no
table. Between the two national editions the same code is taken for the same disease up to six characters; the
extension after `x` is each edition's own.
"""

import re
from collections.abc import Sequence

from terminology.definitions import MapDefinition, MapGroup, MapTarget
from terminology.icd10 import normalise

WHO = "http://hl7.org/fhir/sid/icd-10"
CLINICAL = "https://alliance-hub.example/fhir/CodeSystem/icd-10-clinical-cn"
INSURANCE = "https://alliance-hub.example/fhir/CodeSystem/icd-10-insurance-cn"
EDITIONS = (WHO, CLINICAL, INSURANCE)

_BASE = "https://alliance-hub.example/fhir/ConceptMap"
_VERSION = "2026.1"
_SOURCE = "GB/T 14396-2016; shape of the codes of 国临版 2.0 and 医保版 2.0, not compared with the published tables"


_NATIONAL = re.compile(r"^([A-Z]\d{2}(?:\.[0-9x]\d{0,2})?)(x\d+)?$")


def edition_maps() -> tuple[MapDefinition, ...]:
    """Both national editions to WHO, and each to the other."""
    return (
        _map("icd-10-clinical-cn-to-who", "国家临床版到 WHO ICD-10", CLINICAL, WHO),
        _map("icd-10-insurance-cn-to-who", "医保版到 WHO ICD-10", INSURANCE, WHO),
        _map("icd-10-clinical-cn-to-insurance-cn", "国家临床版到医保版", CLINICAL, INSURANCE),
        _map("icd-10-insurance-cn-to-clinical-cn", "医保版到国家临床版", INSURANCE, CLINICAL),
    )


def to_who(code: str) -> Sequence[MapTarget]:
    """The WHO code that a code of a national edition stands below, or equals."""
    found = normalise(code)
    if found is None:
        return ()
    return (MapTarget(found, "equivalent" if _is_plain(code, found) else "wider"),)


def to_other_edition(code: str) -> Sequence[MapTarget]:
    """The same six characters in the other national edition; an extension code has no counterpart of its own there."""
    found = _NATIONAL.match(code.strip().upper().replace("X", "x"))
    if found is None:
        return ()
    base, extension = found.groups()
    if extension:
        return (MapTarget(base, "wider", comment="医保版与国临版扩展码各自编制，仅对应到前六位。"),)
    return (MapTarget(base, "relatedto", comment="按编码推定，未与两版对照表核对。"),)


def _is_plain(code: str, who: str) -> bool:
    """Whether a code says no more than its WHO code: `J18.900`, `I10.x00` and `I10`."""
    rest = code.strip().upper().replace(".", "")[len(who.replace(".", "")) :]
    return not rest.strip("0X")


def _map(name: str, title: str, source: str, target: str) -> MapDefinition:
    rule = to_who if target == WHO else to_other_edition
    return MapDefinition(
        url=f"{_BASE}/{name}",
        version=_VERSION,
        name=name,
        title=title,
        groups=(MapGroup(source, target, {}, rule=rule),),
        source=_SOURCE,
        verified=False,
    )
