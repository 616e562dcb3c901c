import pytest

from fhir_profiles.narrative import XHTML, narrative_problem


def _div(content: str) -> str:
    return f'<div xmlns="{XHTML}">{content}</div>'


@pytest.mark.parametrize(
    "content",
    [
        "<p>王秀英 <b>5&nbsp;床</b></p>",
        '<table class="grid"><tr><td style="width: 5%">a</td></tr></table>',
        '<a href="https://a.example/">b</a><br/><a href="javascript.html">c</a>',
        '<img src="#image1" alt="a"/>',
        '<img src="data:image/png;base64,AAEC"/>',
        '<td style="border: 0px; background-image: url(data: image/png;base64,AAEC)">a</td>',
        "<td style=\"background-image: url('tbl_bck1.png'); padding: 1px\">a</td>",
        "a &lt; b &amp; c &#20013;<!-- note -->",
    ],
)
def test_plain_xhtml_is_accepted(content: str) -> None:
    assert narrative_problem(_div(content)) == ""


@pytest.mark.parametrize(
    ("div", "problem"),
    [
        (_div("<script>alert(1)</script>"), "the element script is not allowed"),
        (_div("<iframe/>a"), "the element iframe is not allowed"),
        (_div("<form>a</form>"), "the element form is not allowed"),
        (_div('<svg xmlns="http://www.w3.org/2000/svg">a</svg>'), "the element svg is not allowed"),
        (_div('<p onclick="x()">a</p>'), "the attribute onclick is not allowed"),
        (_div('<p ONLOAD="x()">a</p>'), "the attribute ONLOAD is not allowed"),
        (_div('<a href="javascript:x()">a</a>'), "the link in href could run code"),
        (_div('<a href=" &#x6A;avaScript:x()">a</a>'), "the link in href could run code"),
        (_div('<a href="java&#10;script:x()">a</a>'), "the link in href could run code"),
        (_div('<img src="data:image/svg+xml,a"/>'), "the link in src could run code"),
        (_div('<p style="background: url(http://a)">a</p>'), "its style could load or run something"),
        (_div('<p style="background: url(//a/b.png)">a</p>'), "its style could load or run something"),
        (_div('<p style="background: url(a/../../b.png)">a</p>'), "its style could load or run something"),
        (
            _div('<p style="background: url(data:image/svg+xml;base64,AA)">a</p>'),
            "its style could load or run something",
        ),
        (_div('<p style="background: url(a.png), url(http://a)">a</p>'), "its style could load or run something"),
        (_div('<p style="background: url(\'a.png)">a</p>'), "its style could load or run something"),
        (_div('<p xmlns="http://a">a</p>'), "it mixes namespaces"),
        (_div(" \n<p/>"), "it has no text and no image"),
        (_div("<p>a"), "it is not well-formed XHTML (mismatched tag)"),
        (_div("&unknown;"), "it is not well-formed XHTML (undefined entity)"),
        ("<div>a</div>", f"its root is not a div in the namespace {XHTML}"),
        (f'<p xmlns="{XHTML}">a</p>', f"its root is not a div in the namespace {XHTML}"),
        (f'<!DOCTYPE div [<!ENTITY a "a">]>{_div("&a;")}', "it has a document type declaration"),
        (f"<?php x ?>{_div('a')}", "it has a processing instruction"),
        ("a", "it is not well-formed XHTML (syntax error)"),
    ],
)
def test_what_could_run_or_deceive_is_refused(div: str, problem: str) -> None:
    assert narrative_problem(div) == problem
