"""Words of the console and the public pages, by message id, in Chinese and English.

`locale/{language}.toml` files have one table for each part of the console. An id that a
language lacks falls back to Chinese; a test compares the two files, so that this does not happen.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = {"zh_Hans": "zh-CN", "en": "en"}
"""Languages of the console with their HTML `lang`."""

_FOLDER = Path(__file__).parent / "web" / "locale"


class Words:
    """The words of one language: `words("referral.accept")`, `words("beds.free", count=3)`."""

    def __init__(self, language: str, messages: Mapping[str, str], fallback: Mapping[str, str]) -> None:
        self.language = language
        self.html_lang = LANGUAGES[language]
        self._messages = messages
        self._fallback = fallback

    def __call__(self, message: str, /, **values: object) -> str:
        """The text of a message id; the id itself when nobody wrote one."""
        text = self._messages.get(message) or self._fallback.get(message) or message
        return text.format(**values) if values else text

    def has(self, message: str) -> bool:
        """Whether somebody wrote this message."""
        return message in self._messages or message in self._fallback


@cache
def words(language: str) -> Words:
    """The words of `zh_Hans` or `en`; Chinese for any other."""
    known = language if language in LANGUAGES else "zh_Hans"
    return Words(known, read_messages(known), read_messages("zh_Hans"))


@cache
def read_messages(language: str) -> Mapping[str, str]:
    """Every message of a language, `part.name` to text."""
    with (_FOLDER / f"{language}.toml").open("rb") as file:
        tables = tomllib.load(file)
    return {f"{part}.{name}": text for part, table in tables.items() for name, text in table.items()}
