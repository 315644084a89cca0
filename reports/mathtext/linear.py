"""A formula on one line of plain HTML: italics, subscripts, superscripts, a slash for a fraction.

A third of the size of MathML, and what a long table of near-miss variants can afford; statements are set in
MathML.

Source     the linear style of the AMS Style Guide: a fraction with a slash, with parentheses where they are
           needed.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import lru_cache

from reports.mathtext.letters import styled
from reports.mathtext.nodes import Applied, Fence, Grid, Node, Row, Script, Symbol, Words
from reports.mathtext.signs import CHARACTERS, LETTERS
from reports.mathtext.spacing import are_parted, is_sign, is_torn_by_slash
from reports.mathtext.words import ACCENTS, BINARY, RELATIONS

_MARKS = {macro: mark for mark, macro in reversed(ACCENTS.items())} | {
    "\\widehat": "\u0302",
    "\\widetilde": "\u0303",
    "\\underline": "\u0332",
}
_WIDE = frozenset(["=", "+", "-", *(f"\\{name}" for name in (RELATIONS + " " + BINARY).split())]) - {
    "\\ast",
    "\\star",
}


@lru_cache(maxsize=4096)
def linear(node: Node) -> str:
    r"""A formula as a line of HTML, safe to stand in a page as it is.

    node  a tree made by ``reports.mathtext.grammar.parse``.

    >>> from reports.mathtext.grammar import parse
    >>> linear(parse("I_F<\\frac{a+b}2"))
    '<i>I</i><sub><i>F</i></sub> &lt; (<i>a</i> + <i>b</i>)/2'
    """
    return _line(node).replace("</i><i>", "")


def _line(node: Node) -> str:
    match node:
        case Symbol(latex):
            return _symbol(latex)
        case Row(items):
            return _row(items)
        case Script(base, sub, primes, sup):
            below = f"<sub>{_line(sub)}</sub>" if sub is not None else ""
            above = f"<sup>{_line(sup)}</sup>" if sup is not None else ""
            return _line(base) + "′" * primes + below + above
        case Applied(macro, arguments, option):
            return _applied(macro, arguments, option)
        case Words(macro, text):
            return html.escape("".join(styled(macro, char) for char in text))
        case Fence(left, right, body):
            return _delimiter(left) + _line(body) + _delimiter(right)
        case Grid(_, rows):
            return "(" + "; ".join(", ".join(map(_line, row)) for row in rows) + ")"


def _row(items: Sequence[Node]) -> str:
    parts: list[str] = []
    for place, item in enumerate(items):
        if place and are_parted(items[place - 1], item):
            parts.append("\u2009")
        before = items[place - 1] if place else None
        after = items[place + 1] if place + 1 < len(items) else None
        inside = before is not None and after is not None and not is_sign(item, before)
        wide = inside and isinstance(item, Symbol) and item.latex in _WIDE
        shown = f"({_line(item)})" if is_torn_by_slash(item, before, after) else _line(item)
        parts.append(f" {shown} " if wide else shown)
    return "".join(parts)


def _symbol(latex: str) -> str:
    if latex in {"\\,", "\\:", "\\;", "\\ ", "\\quad", "\\qquad"}:
        return "\u2009" if latex == "\\," else " "
    if latex == "\\!":
        return ""
    char = html.escape(CHARACTERS.get(latex, latex.removeprefix("\\")))
    return f"<i>{char}</i>" if latex in LETTERS else char


def _applied(macro: str, arguments: Sequence[Node], option: Node | None) -> str:
    if macro == "\\sqrt":
        index = f"<sup>{_line(option)}</sup>" if option is not None else ""
        return f"{index}√{_held(arguments[0])}"
    if macro == "\\binom":
        return f"({_line(arguments[0])} over {_line(arguments[1])})"
    if macro in _MARKS:
        shown = _line(arguments[0])
        return (
            shown[: -len("</i>")] + _MARKS[macro] + "</i>"
            if shown.endswith("</i>")
            else shown + _MARKS[macro]
        )
    return f"{_held(arguments[0])}/{_held(arguments[1])}"


def _held(node: Node) -> str:
    """A node in parentheses unless it is a single thing."""
    single = not isinstance(node, Row) or len(node.items) == 1
    return _line(node) if single else f"({_line(node)})"


def _delimiter(latex: str) -> str:
    return "" if latex == "." else html.escape(CHARACTERS.get(latex, latex))
