"""`python -m terminology.compile_pinyin`: write data/pinyin_initials.txt from the readings that pypinyin carries.

A build-time step: pypinyin's dictionary takes half a second to load, which no request should pay. The first letter of
each character's first reading is a fact of the language; nothing else of the dictionary is kept.
"""

import unicodedata
from pathlib import Path

_FIRST, _LAST = 0x4E00, 0x9FFF
_WIDTH = 96


def initials_text() -> str:
    """One letter for each character of the block, `-` for one without a reading, in lines."""
    from pypinyin.pinyin_dict import pinyin_dict

    letters = "".join(_initial(pinyin_dict.get(point, "")) for point in range(_FIRST, _LAST + 1))
    return "".join(f"{letters[at : at + _WIDTH]}\n" for at in range(0, len(letters), _WIDTH))


def _initial(readings: str) -> str:
    letter = unicodedata.normalize("NFD", readings[:1]).lower()[:1]
    return letter if letter.isascii() and letter.isalpha() else "-"


if __name__ == "__main__":
    (Path(__file__).parent / "data" / "pinyin_initials.txt").write_text(initials_text(), encoding="ascii")
