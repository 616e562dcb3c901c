"""ORU_R01: a report with its observations, and its printed form as OBX ED. HL7 v2.9 chapter 7."""

from adapters.hl7v2.outbound.adt import add_patient, subject_of
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.line import Cell, Line
from adapters.hl7v2.outbound.obx import add_components, attachment_to_ed, observation_to_obx
from adapters.hl7v2.outbound.orders import order_to_orc, report_to_obr, specimen_to_spm
from adapters.hl7v2.outbound.resources import Node

EVENTS = {("ORU", "R01"): "ORU_R01"}
_PRINTED = ("60572-5", "Report", "LN")
_CONCLUSION = ("8251-1", "Service comment", "LN")


def write(context: Outgoing) -> None:
    """The patient, then each report as a group; observations without a report make one of their own."""
    patient = subject_of(context)
    if patient is None:
        return
    add_patient(patient, context.resources.first("Encounter"), context)
    reports = context.resources.all("DiagnosticReport")
    for number, report in enumerate(reports, 1):
        add_report(report, number, context)
    loose = [one for one in context.resources.all("Observation") if not context.resources.told(one)]
    if loose:
        add_loose(loose, len(reports) + 1, context)
    if not (reports or loose):
        context.refuse(
            "DiagnosticReport", "ORU^R01 tells results, and the Bundle holds neither report nor observation."
        )


def add_report(report: Node, number: int, context: Outgoing) -> None:
    """The group of one report: its order, OBR, observations, conclusion, printed forms and specimens."""
    request = context.resources.resolve(report.at("basedOn"))
    if request is not None:
        context.resources.told(request)
        order_to_orc(request, report, context, control="RE")
        request.mark_each("status", "intent", "category", "code", "subject", "encounter", "identifier")
    report_to_obr(report, request, number, context)
    obr = context.lines[-1]
    specimens = [found for link in report.each("specimen") if (found := context.resources.resolve(link))]
    if not context.target.knows("2.5"):
        for specimen in specimens[:1]:
            specimen_to_spm(specimen, 1, context)
    results = [found for link in report.each("result") if (found := context.resources.resolve(link))]
    for result in results:
        if obr.has(24):
            result.mark_each("category")
    line = add_observations(results, 0, context, group=report)
    _words(report, line, obr, context)
    if context.target.knows("2.5"):
        for at, specimen in enumerate(specimens, 1):
            specimen_to_spm(specimen, at, context)


def add_observations(observations: list[Node], line: int, context: Outgoing, *, group: Node | None) -> int:
    """OBX for each, its members after it; the number of the last one."""
    for observation in observations:
        if context.resources.told(observation):
            continue
        line += 1
        observation_to_obx(observation, line, context, group=group)
        line += add_components(observation, line, context)
        members = [found for link in observation.each("hasMember") if (found := context.resources.resolve(link))]
        line = add_observations(members, line, context, group=group)
    return line


def _words(report: Node, line: int, obr: Line, context: Outgoing) -> None:
    """The conclusion as text, and each printed form as encapsulated data."""
    status: list[Cell] = obr.fields.get(25, [""])
    conclusion = report.text("conclusion")
    if conclusion:
        line += 1
        obx = Line("OBX").set(1, str(line)).set(2, "TX").set(3, _CONCLUSION).set(5, conclusion)
        context.add(obx.set(11, _as_observation(status)))
    for form in report.each("presentedForm"):
        if not form.peek("data"):
            continue
        line += 1
        obx = Line("OBX").set(1, str(line)).set(2, "ED").set(3, _PRINTED).set(5, attachment_to_ed(form, context))
        context.add(obx.set(11, _as_observation(status)))


def _as_observation(status: list[Cell]) -> str:
    """Table 0123 to table 0085, for the lines that only repeat the report."""
    code = status[0] if isinstance(status[0], str) else ""
    return {"O": "I", "R": "P", "M": "C", "X": "X"}.get(code, code or "F")


def add_loose(observations: list[Node], number: int, context: Outgoing) -> None:
    """Observations of no report, under an OBR of their own: under another they would be read as that report's."""
    context.add(Line("OBR").set(1, str(number)).set(4, ["", "Observations"]).set(25, "F"))
    line = 0
    for observation in observations:
        line += 1
        observation_to_obx(observation, line, context)
        line += add_components(observation, line, context)
