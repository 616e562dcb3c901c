"""What an order control code (table 0119) says about the work on an order, and what the code is called.

The guide's table leads to ServiceRequest.status alone (`orders.ORDER_CONTROL_STATUS`). A code that asks for something,
or answers such a question, is a Task of its own: ours, with the codes of
https://hl7.org/fhir/R4/codesystem-task-code.html.
"""

TASK_CODE = "http://hl7.org/fhir/CodeSystem/task-code"
V2_0119 = "http://terminology.hl7.org/CodeSystem/v2-0119"

ORDER_CONTROL_TASK = {
    "CA": ("abort", "requested"),
    "DC": ("abort", "requested"),
    "CR": ("abort", "completed"),
    "DR": ("abort", "completed"),
    "UC": ("abort", "rejected"),
    "UD": ("abort", "rejected"),
    "HD": ("suspend", "requested"),
    "HR": ("suspend", "completed"),
    "UH": ("suspend", "rejected"),
    "RL": ("resume", "requested"),
    "OR": ("resume", "completed"),
    "UR": ("resume", "rejected"),
    "XO": ("change", "requested"),
    "XR": ("change", "completed"),
    "UX": ("change", "rejected"),
    "RP": ("replace", "requested"),
    "RQ": ("replace", "completed"),
    "UM": ("replace", "rejected"),
    "OK": ("fulfill", "accepted"),
    "RR": ("fulfill", "received"),
    "UA": ("fulfill", "rejected"),
    "DF": ("fulfill", "rejected"),
    "OF": ("fulfill", "completed"),
    "DE": ("fulfill", "failed"),
}
"""Order control code to (Task.code, Task.status)."""

UNDECIDED = frozenset(
    {"CA", "HD", "XO", "UC", "UD", "UH", "UM", "UR", "UX", "RR", "SN", "NA", "SR", "SS", "SC", "CN", "RE", "DE", "MC"}
) | {"PA", "CH", "LI", "UN", "CP", "AF"}
"""Codes that ask, refuse or accompany: the stored order keeps its status. Without a stored order it is active."""

ORDER_CONTROL_DISPLAY = {
    "AF": "Order/service refill request approval",
    "CA": "Cancel order/service request",
    "CH": "Child order/service",
    "CN": "Combined result",
    "CP": "Cancel process step",
    "CR": "Canceled as requested",
    "DC": "Discontinue order/service request",
    "DE": "Data errors",
    "DF": "Order/service refill request denied",
    "DR": "Discontinued as requested",
    "FU": "Order/service refilled, unsolicited",
    "HD": "Hold order request",
    "HR": "On hold as requested",
    "LI": "Link order/service to patient care problem or goal",
    "MC": "Miscellaneous Charge - not associated with an order",
    "NA": "Number assigned",
    "NW": "New order/service",
    "OC": "Order/service canceled",
    "OD": "Order/service discontinued",
    "OE": "Order/service released",
    "OF": "Order/service refilled as requested",
    "OH": "Order/service held",
    "OK": "Order/service accepted & OK",
    "OR": "Released as requested",
    "PA": "Parent order/service",
    "PR": "Previous Results with new order/service",
    "PY": "Notification of replacement order for outbound",
    "RE": "Observations/Performed Service to follow",
    "RF": "Refill order/service request",
    "RL": "Release previous hold",
    "RO": "Replacement order",
    "RP": "Order/service replace request",
    "RQ": "Replaced as requested",
    "RR": "Request received",
    "RU": "Replaced unsolicited",
    "SC": "Status changed",
    "SN": "Send order/service number",
    "SR": "Response to send order/service status request",
    "SS": "Send order/service status request",
    "UA": "Unable to accept order/service",
    "UC": "Unable to cancel",
    "UD": "Unable to discontinue",
    "UF": "Unable to refill",
    "UH": "Unable to put on hold",
    "UM": "Unable to replace",
    "UN": "Unlink order/service from patient care problem or goal",
    "UR": "Unable to release",
    "UX": "Unable to change",
    "XO": "Change order/service request",
    "XR": "Changed as requested",
    "XX": "Order/service changed, unsol.",
}
"""Source: https://terminology.hl7.org/CodeSystem-v2-0119.html."""
