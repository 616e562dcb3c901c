"""Narrative text: the safe part of XHTML. https://hl7.org/fhir/R4/narrative.html#xhtml.

A narrative is shown in browsers, so script, event handlers, forms, frames and foreign links are
refused, as are DTDs, which could make a small text huge.
"""

import re
from functools import lru_cache
from html.entities import name2codepoint
from xml.parsers import expat

XHTML = "http://www.w3.org/1999/xhtml"

_WORD = re.compile(r"[\w:]+")
_ELEMENTS = frozenset(
    _WORD.findall(
        "a abbr acronym address b big blockquote br caption cite code col colgroup dd del dfn div dl dt em h1 h2 h3"
        " h4 h5 h6 hr i img ins kbd li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr"
        " tt u ul var bdo map area"
    )
)
_ATTRIBUTES = frozenset(
    _WORD.findall(
        "abbr accesskey align alt axis border cellhalign cellpadding cellspacing cellvalign char charoff charset"
        " cite class colspan coords compact datetime dir frame headers height href hreflang hspace id lang longdesc"
        " name nohref noshade nowrap rel rev rowspan rules scope shape span src start style summary tabindex title"
        " type usemap valign value vspace width xml:lang xmlns xml:space"
    )
)
_LINK_NOISE = re.compile(r"[\x00-\x20\x7f-\xa0]+")  # browsers drop it inside of a scheme
_BAD_LINK = re.compile(r"(javascript|vbscript|data(?!:image/(png|jpeg|gif)[;,])):", re.IGNORECASE)
_BAD_STYLE = re.compile(r"expression\s*\(|url\s*\(|@import|behaviou?r\s*:|\\", re.IGNORECASE)
_OWN_PICTURE = re.compile(
    r"""url\(\s*(['"]?)(?:data:\s?image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*|[\w-]+\.(?:png|jpe?g|gif))\1\s*\)""",
    re.IGNORECASE,
)
"""A background that the text carries itself, or a file beside it, as HL7's own tables have: it calls nobody else."""
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})


class _UnsafeError(Exception):
    """The narrative is not what FHIR allows; the argument says why."""


@lru_cache(maxsize=256)
def narrative_problem(div: str) -> str:
    """Why `div` may not stand in Narrative.div, or an empty string."""
    checker = _Checker()
    parser = expat.ParserCreate()
    parser.StartElementHandler = checker.start
    parser.CharacterDataHandler = checker.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.ProcessingInstructionHandler = _refuse_instruction
    try:
        parser.Parse(_ENTITY.sub(_entity_to_text, div), True)
    except _UnsafeError as err:
        return str(err)
    except expat.ExpatError as err:
        return f"it is not well-formed XHTML ({expat.errors.messages[err.code]})"
    return "" if checker.has_content else "it has no text and no image"


class _Checker:
    def __init__(self) -> None:
        self.depth = 0
        self.has_content = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.depth == 0 and (name != "div" or attributes.get("xmlns") != XHTML):
            raise _UnsafeError(f"its root is not a div in the namespace {XHTML}")
        self.depth += 1
        if name not in _ELEMENTS:
            raise _UnsafeError(f"the element {name[:30]} is not allowed")
        if name == "img":
            self.has_content = True
        for attribute, value in attributes.items():
            if attribute not in _ATTRIBUTES:
                raise _UnsafeError(f"the attribute {attribute[:30]} is not allowed")
            if attribute in {"href", "src", "cite", "longdesc"} and _BAD_LINK.match(_LINK_NOISE.sub("", value)):
                raise _UnsafeError(f"the link in {attribute} could run code")
            if attribute == "style" and _BAD_STYLE.search(_OWN_PICTURE.sub("", value)):
                raise _UnsafeError("its style could load or run something")
            if attribute == "xmlns" and value != XHTML:
                raise _UnsafeError("it mixes namespaces")

    def text(self, text: str) -> None:
        if not self.has_content and text.strip():
            self.has_content = True


def _entity_to_text(match: re.Match[str]) -> str:
    name = match[1]
    if name in _XML_ENTITIES or name not in name2codepoint:
        return match[0]
    return f"&#{name2codepoint[name]};"


def _refuse_doctype(*_: object) -> None:
    raise _UnsafeError("it has a document type declaration")


def _refuse_instruction(*_: object) -> None:
    raise _UnsafeError("it has a processing instruction")
