"""Each format: its order, its dialect, and that hostile text stays text in it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import reports
from reports import to_latex, to_markdown
from reports.figures import svg
from reports.mathtext.mathml import ELEMENTS
from reports.mathtext.words import ARGUMENTS, DELIMITERS, STYLES, SYMBOLS

Record = dict[str, Any]
Poison = Callable[[str], Record]
ORDER = {
    "markdown": [
        "Of 9 claims",
        "What needs attention",
        "in its own order",
        "Each claim in full",
        "Statement",
        "The run",
    ],
    "latex": [
        "Of 9 claims",
        "What needs attention",
        "in its own order",
        "Each claim in full",
        "begin{claim}",
        "The run",
    ],
    "html": [
        "Of 9 claims",
        "What needs attention",
        "in its own order",
        "Each claim in full",
        '"statement"',
        "The run</h2>",
    ],
}


@pytest.mark.parametrize("fmt", ORDER)
def test_a_report_tells_things_in_the_order_a_reader_needs_them(record: Record, fmt: str) -> None:
    """First the sentence, then what needs attention, then the document, then each claim in full."""
    text = reports.render(record, fmt).split("\\begin{document}")[-1]
    places = [text.find(mark) for mark in ORDER[fmt]]

    assert -1 not in places
    assert sorted(places) == places


@pytest.mark.parametrize("fmt", ["markdown", "latex"])
def test_a_claim_is_told_in_full(record: Record, fmt: str) -> None:
    """Everything the record says of a claim stands in the report."""
    text = reports.render(record, fmt)
    plain = re.sub(r"\\allowbreak|<wbr>|[{}\\]", "", text)

    for told in (
        "closed by SymPy and by FLINT at n = 1, 2",
        "normal form of rational functions",
        "7 of 7 mutants rejected.",
        "Let through",
        "An isotropic metric hides the transpose.",
        "sec. 2.2, eq.",
        "the two differ by a term of third order",
        "symbolic: time limit 20 s",
        "ValueError: no point in the domain",
        "certificates/demo.kl-symmetric.json",
    ):
        assert told in plain


def test_a_page_tells_of_a_claim_what_a_reader_needs(record: Record) -> None:
    """Verdict, readings, repair, certificate and what each route found stand there; mutants are counted."""
    text = reports.render(record, "html")

    for told in (
        "proved at n = 1, 2 for all values; normal form of rational functions",
        "7 of 7 mutants rejected.",
        "Let through",
        "An isotropic metric hides the transpose.",
        "sec. 2.2, eq.",
        "the two differ by a term of third order",
        "symbolic: time limit 20 s",
        "ValueError: no point in the domain",
        "certificates/demo.kl-symmetric.json",
        "fisherproof explain CLAIM",
        "fisherproof check CLAIM --seed 7",
    ):
        assert told in text


@pytest.mark.parametrize("fmt", ["markdown", "latex", "html", "junit"])
def test_a_sampling_test_tells_its_figures(record: Record, fmt: str) -> None:
    """Level, effect, draws, interval, value and the mutants it separates stand in every report."""
    plain = re.sub(r"\\allowbreak|[{}\\]", "", reports.render(record, fmt))

    assert (
        "not rejected at level 1e-7, effect 0.02, 184,320 draws; interval: 0.49302 to 0.50652, asserted 0.5; "
        "separates 5 of 5 mutants"
    ) in plain


# Markdown


def markdown_tokens(text: str) -> list[Any]:
    """What a CommonMark reader with GitHub's tables makes of a text, inline tokens included."""
    blocks = MarkdownIt("commonmark").enable("table").parse(text)
    return [token for block in blocks for token in (block, *(block.children or []))]


def test_markdown_math_is_in_the_forms_github_renders(record: Record) -> None:
    """Formulas stand in dollar-backquotes or in math fences at the margin, without what GitHub refuses."""
    text = reports.render(record, "markdown")

    assert "$`" in text
    assert "\n```math\n" in text
    assert not re.search(r"\\operatorname|\\mbox|\\phantom|<details", text)
    assert not re.search(r"\w\$`|`\$\w", text)


def test_markdown_tables_keep_their_columns(record: Record) -> None:
    """No bar inside a formula cuts a row."""
    lines = reports.render(record, "markdown").splitlines()
    rows = [line for line in lines if line.startswith("|")]

    assert rows
    assert {5, 4, 2} >= {line.count("|") - 1 for line in rows}
    assert all(
        token.type != "html_block" or token.content.startswith("<a id=")
        for token in markdown_tokens("\n".join(lines))
    )


def test_hostile_text_is_inert_in_markdown(poisoned: Poison, hostile: str) -> None:
    """No tag, link, image, heading or fence comes out of a record; only ours are there."""
    expected = Counter(token.type for token in markdown_tokens(reports.render(poisoned("word"), "markdown")))
    tokens = markdown_tokens(reports.render(poisoned(hostile), "markdown"))
    found = Counter(token.type for token in tokens)

    for kind in (
        "heading_open",
        "table_open",
        "tr_open",
        "td_open",
        "list_item_open",
        "link_open",
        "hr",
        "paragraph_open",
    ):
        # A formula that is refused becomes a fence; all else keeps its number.
        assert expected[kind] == found[kind], kind
    pictures = [token.attrs["src"] for token in tokens if token.type == "image"]
    assert pictures == ["figures/claim-0.two-sides.svg", "figures/claim-0.law.svg"]
    assert not {"blockquote_open", "ordered_list_open", "code_block", "em_open"} & found.keys()
    for token in tokens:
        if token.type in {"html_inline", "html_block"}:
            assert re.fullmatch(r'<!-- -->|<br>|</?code>|<a id="[\w.-]+">|</a>', token.content)
        if token.type == "link_open":
            assert token.attrs["href"].startswith("#")


def test_a_formula_beside_a_letter_is_parted_from_it_in_markdown() -> None:
    """GitHub renders no formula right after a letter, so an empty comment parts them."""
    assert to_markdown.prose("a$x$b") == "a<!-- -->$`x`$<!-- -->b"


def test_a_formula_that_is_refused_is_shown_as_code_in_markdown() -> None:
    """The reader sees what was written."""
    assert to_markdown.prose(r"see $\href{x}$") == r"see `$\href{x}$`"


# HTML


class _Page(HTMLParser):
    """Collects the elements of a page and checks that they nest."""

    VOID = frozenset({"meta", "br", "wbr", "mspace"})
    OPEN_ENDED = frozenset({"tr", "td", "th", "p", "li", "dt", "dd"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID | self.OPEN_ENDED:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID | self.OPEN_ENDED:
            assert tag == self.stack.pop()


OURS_WORDS = (
    "html head meta title style body nav ul li a main header h1 h2 h3 h4 p dl div dt dd b i span "
    "section article br small table tr th td code pre sub sup u figure figcaption defs"
)
OURS = frozenset(OURS_WORDS.split())
FIGURE = {tag: {name.lower() for name in names} for tag, names in svg.ELEMENTS.items() if tag != "title"}
ATTRIBUTES = frozenset(
    {"lang", "charset", "http-equiv", "content", "name", "id", "class", "href", "aria-label"}
)


def test_hostile_text_is_inert_in_html(poisoned: Poison, hostile: str) -> None:
    """Only our elements and attributes are in the page, and links lead into it or to a certificate."""
    page = _Page(reports.render(poisoned(hostile), "html"))

    assert page.stack == []
    for tag, attributes in page.seen:
        assert tag in OURS | ELEMENTS.keys() | FIGURE.keys()
        assert attributes.keys() <= {**ELEMENTS, **FIGURE}.get(tag, ATTRIBUTES)
        assert re.match(r"#[\w.-]+\Z|certificates/[\w.-]+\Z", attributes.get("href") or "#x")


def test_a_page_fetches_nothing_and_runs_nothing(record: Record) -> None:
    """The content policy forbids what the page does not hold, and the page names no other place."""
    text = reports.render(record, "html")

    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:" in text.replace(
        "&#39;", "'"
    )
    assert not re.search(r"<script|<link|@import|url\(|https?://", text)


def test_every_link_of_a_page_has_its_target(record: Record) -> None:
    """No link leads nowhere, and no id is given twice."""
    seen = _Page(reports.render(record, "html")).seen
    ids = Counter(attributes["id"] for _, attributes in seen if "id" in attributes)
    links = {attributes["href"] or "" for _, attributes in seen if "href" in attributes}

    assert {1} == set(ids.values())
    assert {link[1:] for link in links if link.startswith("#")} <= ids.keys()
    assert len([claim for claim in record["claims"] if claim["id"] in ids]) == len(record["claims"])


def test_a_claim_on_a_page_takes_at_most_two_and_a_half_kilobytes(
    demo: Record, holding: Record, refuted: Record
) -> None:
    """Readings, evidence, counterexample and formulas included; what a page repeats is said once."""
    claims = [{**(refuted if n % 3 else holding), "id": f"demo.claim-{n}"} for n in range(283)]

    assert len(reports.render({**demo, "claims": claims}, "html").encode()) < 283 * 2560


def test_a_claim_that_does_not_hold_is_listed_with_what_does(record: Record) -> None:
    """Each list of what needs attention names the nearest true statement and how it is known."""
    listed = {
        "markdown": reports.render(record, "markdown").split("in its own order")[0],
        "html": reports.render(record, "html").split("in its own order")[0],
        "latex": reports.render(record, "latex").split("in its own order")[0],
    }

    for text in listed.values():
        assert "nearest true:" in text
        assert text.index("nearest true:") < text.index("the two differ by a term of third order")


def test_what_a_route_requires_is_told_once_on_a_page(record: Record) -> None:
    """A table at its head says it for all claims; one that is asked another thing says so itself."""
    required = record["claims"][0]["evidence"][0]["required"]
    record["claims"][0]["evidence"][1]["required"] = "a residual of zero at one point"
    page = reports.render(record, "html")

    assert page.count(required) == 1
    assert page.count("symbolic (proved): a residual of zero at one point; ") == 1


def test_what_a_route_requires_is_told_once_in_a_table(record: Record) -> None:
    """The second subject's row refers to the first."""
    claim = {**record["claims"][1], "mutants": []}
    page = reports.render({**record, "claims": [claim]}, "markdown")

    (required,) = {row["required"] for row in claim["evidence"] if row["route"] == "types"}
    assert page.count(f"| {required} |") == 1
    assert "| as above |" in page


# LaTeX

OUR_COMMANDS_WORDS = (
    "textbackslash textasciitilde textasciicircum textless textgreater textbar textquotedbl "
    "textasciigrave textquotesingle textendash textemdash textquoteleft textquoteright "
    "textquotedblleft textquotedblright textdegree ensuremath allowbreak texttt S ss o O ae AE oe l L "
    "i u H v c r k begin end left right tfrac"
)
OUR_COMMANDS = frozenset(OUR_COMMANDS_WORDS.split())


def commands(tex: str) -> set[str]:
    """The control words of a TeX text."""
    return {word[1:] for word in re.findall(r"\\[A-Za-z]+", tex)}


def mathematics() -> set[str]:
    """The control words our printer may write."""
    return {
        word[1:] for word in (*SYMBOLS.values(), *ARGUMENTS, *STYLES, *DELIMITERS) if word.startswith("\\")
    }


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("\\{}$&#_%~^<>|`'\"[]-,θᵀ⁻¹ab 1@:/.*\n\x00"), st.characters()),
        max_size=60,
    )
)
def test_any_text_is_inert_in_every_format(text: str) -> None:
    """TeX gets balanced ASCII with known commands only; Markdown gets no tag but ours."""
    tex = to_latex.prose(text)

    assert tex.isascii()
    assert commands(tex) <= OUR_COMMANDS | mathematics()
    braces = re.sub(r"\\[{}]", "", tex.replace("\\\\", ""))
    assert braces.count("{") == braces.count("}")
    for token in markdown_tokens("**x** " + to_markdown.prose(text)):
        assert token.type not in {"link_open", "image", "em_open", "fence"}
        assert token.type != "html_inline" or token.content in {"<!-- -->", "<br>", "<code>", "</code>"}


def test_hostile_text_is_inert_in_latex(poisoned: Poison, hostile: str) -> None:
    """A hostile record adds no command to the file that a harmless one does not have."""
    allowed = commands(reports.render(poisoned("word $x$"), "latex")) | OUR_COMMANDS | mathematics()
    tex = reports.render(poisoned(hostile), "latex")

    assert tex.isascii()
    assert commands(tex) - {"newline", "textit", "par", "verdict"} <= allowed
    assert tex.count("\\end{document}") == 1


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("50% & #1", r"50\% \& \#1"),
        ("θ̇ᵀ", r"\ensuremath{\dot{\theta}}\ensuremath{^{\top}}"),
        ("I⁻¹ ≤ ‖x‖", r"I\ensuremath{^{- 1}} \ensuremath{\le} \ensuremath{\Vert}x\ensuremath{\Vert}"),
        ("é ñ İ ß", r"\'{e} \~{n} \.{I} \ss{}"),
        ("中", r"\texttt{[U+4E2D]}"),
        ("𝔼", r"\ensuremath{\mathbb{E}}"),
        ("--", "-{}-{}"),
        ("$a<b$", r"$a\lt b$"),
    ],
)
def test_unicode_is_written_as_tex_knows_it(text: str, tex: str) -> None:
    """Greek, accents, signs and scripts become their macros; what TeX lacks is named by number."""
    assert tex == to_latex.prose(text)


def test_a_long_cell_becomes_a_note_below_its_table(record: Record) -> None:
    """A row TeX could not break over pages is told below the table instead."""
    record["claims"][0]["evidence"][0]["observed"] = "word " * 400

    tex = reports.render(record, "latex")

    assert "note 1 below" in tex
    assert "\\textit{Note 1.} word word" in tex


# JUnit and JSON


def test_decided_claims_pass_and_open_ones_do_not(record: Record) -> None:
    """As exit code 0 says: refuted passes, undecided fails, a conflict is an error."""
    root = ET.fromstring(reports.render(record, "junit"))
    cases = {case.get("name"): case for case in root.iter("testcase")}

    assert [name for name, case in cases.items() if case.find("failure") is not None] == [
        "demo.loose",
        "demo.hung",
    ]
    assert [name for name, case in cases.items() if case.find("error") is not None] == ["demo.torn"]
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("9", "2", "1")
    assert {claim["id"]: claim["verdict"] for claim in record["claims"]} == {
        name: case.findall("properties/property")[0].get("value") for name, case in cases.items()
    }


def test_hostile_text_is_inert_in_junit(poisoned: Poison, hostile: str) -> None:
    """The file parses as XML, characters XML forbids included, and holds our elements only."""
    root = ET.fromstring(reports.render(poisoned(hostile), "junit").encode())

    tags = {element.tag for element in root.iter()}
    assert tags <= {"testsuites", "testsuite", "properties", "property", "testcase", "system-out"}


def test_json_is_the_record(record: Record) -> None:
    """A program reads back what the run recorded."""
    assert record == json.loads(reports.render(record, "json"))


def test_hostile_text_survives_json(poisoned: Poison, hostile: str) -> None:
    """JSON keeps every character, hidden ones as escapes."""
    text = reports.render(poisoned(hostile), "json")

    assert poisoned(hostile) == json.loads(text)
    assert text.encode()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)


def test_json_refuses_what_json_cannot_say(record: Record) -> None:
    """An infinite number is an error, not a word no other reader knows."""
    record["extra"] = float("inf")

    with pytest.raises(reports.RecordError, match="cannot be written as JSON"):
        reports.render(record, "json")
