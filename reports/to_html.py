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

from reports.mathtext import Code, Math, Text, formula, pieces
from reports.mathtext.linear import linear
from reports.mathtext.mathml import mathml
from reports.mathtext.nodes import Node
from reports.model import Report

CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
LONGEST_LINE = 240  # characters of LaTeX; some three times the width of the page
_AFTER = re.compile(r"(?<=[.\-/_])(?=\w)")


def render(report: Report) -> str:
    """The whole report as one page."""
    return _template().render(report=report, policy=CONTENT_POLICY, css=_css())


def prose(text: str) -> Markup:
    """A text of a record as HTML, formulas as MathML.

    >>> str(prose("<b> $x$"))
    '&lt;b&gt; <math><mi>x</mi></math>'
    """
    return Markup("").join(map(_piece, pieces(text)))


def brief(text: str) -> Markup:
    """A text of a record as HTML, formulas on one plain line: for long tables, where MathML is too large."""
    found = pieces(text)
    return Markup("").join(_linear(it.node) if isinstance(it, Math) else _piece(it) for it in found)


def display(source: str) -> Markup:
    """A formula on a line of its own, a long one in lines that may be broken; one refused as it was written."""
    made = formula(source)
    if isinstance(made, Math) and len(made.latex) > LONGEST_LINE:
        return Markup('<div class="long">{}</div>').format(_linear(made.node))
    if isinstance(made, Math):
        return Markup('<div class="display">{}</div>').format(_mathml(made.node, display=True))
    return Markup("<pre>{}</pre>").format(made.text)


def value(text: str) -> Markup:
    """A value of a counterexample: prose where it holds a formula, else letter by letter."""
    return prose(text) if "$" in text else _piece(Code(text))


def breakable(name: str) -> Markup:
    """A name that may be broken after its dots and hyphens."""
    return Markup("<wbr>").join(_AFTER.split(name))


def _piece(piece: Text | Math | Code) -> Markup:
    if isinstance(piece, Text):
        return escape(piece.text)
    if isinstance(piece, Math):
        return _mathml(piece.node, display=False)
    return Markup("<code>{}</code>").format(piece.text)


def _css() -> Markup:
    return Markup(_file("report.css"))  # noqa: S704 - our own file


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
    environment.filters.update(prose=prose, brief=brief, display=display, value=value, breakable=breakable)
    return environment.from_string(_file("report.html.jinja"))
