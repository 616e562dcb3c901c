"""FHIRPath text to its parts. https://hl7.org/fhirpath/N1/#formal-grammar.

Precedence, from the loosest: implies; or, xor; and; in, contains; = ~ != !~; < <= > >=; |; is, as; + - &;
* / div mod; a sign; an index; a dot.
"""

import re
from decimal import Decimal
from functools import lru_cache

from fhir_profiles.fhirpath.syntax import (
    Binary,
    Call,
    Expression,
    FhirPathError,
    Indexer,
    Literal,
    Member,
    Polarity,
    TypeTest,
    Variable,
    qualified,
)
from fhir_profiles.fhirpath.values import Quantity, text_to_moment, unit_of

MAX_LENGTH = 20_000
"""Characters of an expression that is read."""

MAX_DEPTH = 60
"""Deepest nesting of an expression that is read."""

_DAY = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_CLOCK = r"[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
"""A time of day; a point behind it belongs to the function that follows: `@T14.is(Time)`."""

_TOKEN = re.compile(
    rf"""\s+ | //[^\n]* | /\*.*?\*/
    | (?P<moment>@T{_CLOCK} | @{_DAY}(?:T(?:{_CLOCK})?(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?)?)
    | (?P<number>[0-9]+(?:\.[0-9]+)?)
    | (?P<string>'(?:[^'\\]|\\.)*')
    | (?P<quoted>`(?:[^`\\]|\\.)*`)
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<special>\$(?:this|index|total))
    | (?P<variable>%(?:[A-Za-z_][A-Za-z0-9_-]*|`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'))
    | (?P<sign><=|>=|!=|!~|[-+*/&|<>=~().,\[\]{{}}])""",
    re.VERBOSE | re.DOTALL,
)
_LEVELS: dict[str, int] = {
    "implies": 1,
    "or": 2,
    "xor": 2,
    "and": 3,
    "in": 4,
    "contains": 4,
    **dict.fromkeys(("=", "~", "!=", "!~"), 5),
    **dict.fromkeys(("<", "<=", ">", ">="), 6),
    "|": 7,
    "is": 8,
    "as": 8,
    **dict.fromkeys(("+", "-", "&"), 9),
    **dict.fromkeys(("*", "/", "div", "mod"), 10),
}
_SIGN_LEVEL = 11
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}
_Token = tuple[str, str]


@lru_cache(maxsize=2048)
def parse_path(text: str) -> Expression:
    """The parts of an expression. Raises FhirPathError."""
    if len(text) > MAX_LENGTH:
        raise FhirPathError(f"The expression has {len(text)} characters; expected at most {MAX_LENGTH}.")
    reader = _Reader(_tokens(text))
    found = reader.expression(0)
    if reader.kind != "end":
        raise FhirPathError(f"The expression goes on with {reader.text[:20]!r} where its end is expected.")
    return found


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise FhirPathError(f"The expression cannot be read at character {at + 1}.")
        if match.lastgroup:
            found.append((match.lastgroup, match[0]))
        at = match.end()
    return [*found, ("end", "")]


class _Reader:
    """Reads tokens from the left; one token ahead is known."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    @property
    def text(self) -> str:
        return self.tokens[self.at][1]

    def expression(self, level: int) -> Expression:
        """Everything that binds closer than `level`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FhirPathError(f"The expression is nested deeper than {MAX_DEPTH}.")
        left = self._signed()
        while self.kind in {"name", "sign"} and _LEVELS.get(self.text, 0) > level:
            operator = self._next()
            if operator in {"is", "as"}:
                left = TypeTest(operator, left, self._type_name())
            else:
                left = Binary(operator, left, self.expression(_LEVELS[operator]))
        self.depth -= 1
        return left

    def _signed(self) -> Expression:
        if self.kind == "sign" and self.text in {"+", "-"}:
            sign = self._next()
            operand = self.expression(_SIGN_LEVEL)
            return Polarity(operand) if sign == "-" else operand
        return self._postfix(self._term())

    def _postfix(self, source: Expression) -> Expression:
        while True:
            if self._take("."):
                if self.kind == "special":
                    raise FhirPathError(f"{self.text} stands behind a dot; expected an element or a function.")
                source = self._invocation(source)
            elif self._take("["):
                at = self.expression(0)
                self._expect("]")
                source = Indexer(source, at)
            else:
                return source

    def _term(self) -> Expression:
        kind, text = self.tokens[self.at]
        if kind == "sign" and self._take("("):
            found = self.expression(0)
            self._expect(")")
            return found
        if kind == "sign" and self._take("{"):
            self._expect("}")
            return Literal(None)
        if kind == "special":
            return Variable(self._next())
        if kind == "variable":
            name = self._next()[1:]
            return Variable(_unquoted(name) if name[0] in "`'" else name)
        if kind in {"name", "quoted"}:
            return Literal(self._next() == "true") if text in {"true", "false"} else self._invocation(None)
        return self._literal()

    def _literal(self) -> Expression:
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "string":
            return Literal(_unquoted(text))
        if kind == "number":
            return self._number(text)
        if kind == "moment":
            plain = text[1:].removeprefix("T") if text[1] == "T" else text[1:]
            moment = text_to_moment(plain.removesuffix("T"), kind="time" if text[1] == "T" else _date_kind(plain))
            if moment is not None:
                return Literal(moment)
        raise FhirPathError(f"{text[:20] or 'the end'!r} stands where a value or an element is expected.")

    def _number(self, text: str) -> Literal:
        number: int | Decimal = Decimal(text) if "." in text else int(text)
        if self.kind == "string":
            return Literal(Quantity(Decimal(text), _unquoted(self._next())))
        if self.kind == "name" and unit_of(self.text) != self.text:
            return Literal(Quantity(Decimal(text), unit_of(self._next())))
        return Literal(number)

    def _invocation(self, source: Expression | None) -> Expression:
        if self.kind not in {"name", "quoted"}:
            raise FhirPathError(f"{self.text[:20] or 'the end'!r} stands where an element or a function is expected.")
        text = self._next()
        name = _unquoted(text) if text[0] == "`" else text
        if not self._take("("):
            return Member(source, name)
        arguments: list[Expression] = []
        if not self._take(")"):
            arguments.append(self.expression(0))
            while self._take(","):
                arguments.append(self.expression(0))
            self._expect(")")
        return Call(source, name, tuple(arguments))

    def _type_name(self) -> str:
        if self.kind not in {"name", "quoted"}:
            raise FhirPathError("A type name is expected behind is or as.")
        name = self._next().strip("`")
        return qualified(name, self._next().strip("`")) if self._take(".") else name

    def _next(self) -> str:
        text = self.text
        self.at += 1
        return text

    def _take(self, sign: str) -> bool:
        if self.tokens[self.at] != ("sign", sign):
            return False
        self.at += 1
        return True

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise FhirPathError(f"{sign} is expected before {self.text[:20] or 'the end'!r}.")


def _date_kind(text: str) -> str:
    return "dateTime" if "T" in text else "date"


def _unquoted(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text[1:-1])


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) == 5:
        return chr(int(code[1:], 16))
    return _ESCAPES.get(code, code)
