"""CP and MO, prices and amounts of money, to Money. HL7 v2.9 chapter 2A.2.13, 2A.2.42."""

import re
from typing import TYPE_CHECKING

from adapters.hl7v2.datatypes.quantity import to_number
from adapters.hl7v2.tokenizer import Repetition

if TYPE_CHECKING:
    from fhir_profiles.compiled.types import Money

_WORDS = {"元": "CNY", "RMB": "CNY", "人民币": "CNY", "¥": "CNY"}


def cp_to_money(cell: Repetition) -> "Money | None":
    """The Money of a CP (`150.00&CNY^UP`), or None. No currency is invented where none is sent."""
    parts = [*cell.subcomponents(1), ""]
    amount = to_number(parts[0])
    if amount is None:
        return None
    cell.mark(1)
    money: Money = {"value": amount}
    sent = parts[1] or (cell.peek(2) if cell.peek(2).upper() in {"CNY", "USD", "RMB"} else "")
    currency = _WORDS.get(sent.upper(), sent.upper())
    if re.fullmatch(r"[A-Z]{3}", currency):
        if not parts[1]:
            cell.mark(2)
        money["currency"] = currency
    return money
