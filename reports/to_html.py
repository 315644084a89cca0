"""The report as one HTML file: MathML, no script, nothing fetched.

Words are escaped by the template engine; formulas come from our own MathML printer; a content policy forbids
all that is not in the file.  The page is laid out in ``templates/report.html.jinja`` and
``templates/report.css``.

Source     HTML Living Standard; MathML Core (W3C); Content Security Policy Level 3.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from reports.figures.model import Figure
from reports.mathtext import Code, Math, Text, formula, pieces
from reports.mathtext.linear import linear
from reports.mathtext.mathml import mathml
from reports.mathtext.nodes import Node
from reports.model import Claim, Report
from reports.vocabulary import VERDICTS

CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
_TALL = re.compile(r"(?<!<)/|√|[∑∏∫]")
LONGEST_LINE = 60  # characters of LaTeX; a longer formula is a line of text, at a third of the bytes
LONGEST_BESIDE = 120  # characters of LaTeX; the longer formulas of readings that are not literal are not told


def render(report: Report) -> str:
    """The whole report as one page."""
    return _template().render(
        report=report, usual=report.requirements, policy=CONTENT_POLICY, css=_css(report)
    )


def prose(text: str) -> Markup:
    """A text of a record as HTML, formulas as MathML.

    >>> str(prose("<b> $x$"))
    '&lt;b&gt; <math><mi>x</mi></math>'
    """
    return Markup("").join(map(_piece, pieces(text)))


def brief(text: str) -> Markup:
    """A text of a record as HTML, formulas on one plain line, at a third of the bytes."""
    found = pieces(text)
    return Markup("").join(_linear(it.node) if isinstance(it, Math) else _piece(it) for it in found)


def stated(text: str) -> Markup:
    """A statement as HTML: on a plain line where nothing in it is tall, else with its formulas as MathML."""
    found = brief(text)
    return prose(text) if _TALL.search(found) else found


def display(source: str) -> Markup:
    """A formula on a line of its own, as MathML where it is tall and short; one refused as it was written."""
    made = formula(source)
    if isinstance(made, Code):
        return Markup("<pre>{}</pre>").format(made.text)
    line = _linear(made.node)
    fits = len(made.latex) <= LONGEST_LINE and _TALL.search(line)
    return Markup('<p class="formula">{}').format(_mathml(made.node, display=True) if fits else line)


def is_short(source: str) -> bool:
    """Whether a formula is short enough to be shown of a reading that is not the literal one."""
    return len(source) <= LONGEST_BESIDE


def value(text: str) -> Markup:
    """A value of a counterexample: prose where it holds a formula, else letter by letter."""
    return brief(text) if "$" in text else _piece(Code(text))


def picture(figure: Figure, claim: Claim) -> Markup:
    """A figure as SVG within the page."""
    from reports.figures.svg import inline

    return Markup(inline(figure, f"{claim.anchor}.{figure.key}"))  # noqa: S704 - listed elements only


def _piece(piece: Text | Math | Code) -> Markup:
    if isinstance(piece, Text):
        return escape(piece.text)
    if isinstance(piece, Math):
        return _mathml(piece.node, display=False)
    return Markup("<code>{}</code>").format(piece.text)


def _css(report: Report) -> Markup:
    """Our own style sheet, the marks of the verdicts, and the colours of figures where there are any."""
    marks = "".join(
        f'b.{verdict.word}::before {{ content: "{verdict.mark}"; }}\n' for verdict in VERDICTS.values()
    )
    return Markup(_file("report.css") + marks + _figure_css(report))  # noqa: S704


def _figure_css(report: Report) -> str:
    if not any(claim.figures for claim in report.claims):
        return ""
    from reports.figures.svg import DARK, LIGHT, palette

    dark = f"@media screen and (prefers-color-scheme: dark) {{ figure {{ {palette(DARK)} }} }}\n"
    return f"figure {{ {palette(LIGHT)} }}\n{dark}"


def _mathml(node: Node, *, display: bool) -> Markup:
    return Markup(mathml(node, display=display))  # noqa: S704 - our printer writes listed elements only


def _linear(node: Node) -> Markup:
    return Markup(linear(node))  # noqa: S704 - our printer escapes what it does not choose


def _file(name: str) -> str:
    return resources.files("reports").joinpath("templates", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(
        stated=stated, brief=brief, display=display, value=value, picture=picture, is_short=is_short
    )
    return environment.from_string(_file("report.html.jinja"))
