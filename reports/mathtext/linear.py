"""A formula on one line of plain HTML: italics, subscripts, superscripts, a slash for a fraction.

A third of the size of MathML, and what a page that tells hundreds of claims can afford; statements are set in
MathML.  Latin letters are slanted and Greek ones upright, as text fonts have them.

Source     the linear style of the AMS Style Guide: a fraction with a slash, with parentheses where they are
           needed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import lru_cache

from reports.mathtext.letters import styled
from reports.mathtext.nodes import Applied, Fence, Grid, Node, Row, Script, Symbol, Words
from reports.mathtext.signs import CHARACTERS, LETTERS
from reports.mathtext.slash import VULGAR, WIDE, is_divisor, is_product
from reports.mathtext.spacing import are_parted, is_quotient, is_sign, is_torn_by_slash
from reports.mathtext.words import ACCENTS

_MARKS = {macro: mark for mark, macro in reversed(ACCENTS.items())} | {
    "\\widehat": "\u0302",
    "\\widetilde": "\u0303",
    "\\underline": "\u0332",
}
# Text fonts have no place for a mark above a Greek letter: the page sets a sign of its own there.
_ABOVE = {"\\dot": "˙", "\\ddot": "¨", "\\hat": "ˆ", "\\tilde": "˜", "\\bar": "¯"}
_WIDE = WIDE - {"\\ast", "\\star"}
_SIGNS = frozenset(VULGAR.values())
_RAISABLE = frozenset("0123456789−⊤")
_RAISED = str.maketrans("0123456789−⊤", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵀ")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_APART = re.compile("</i>(\u2009?)<i>")
_SLANTED_SUB = re.compile(r"<i>([^<]*)</i><sub><i>([^<]*)</i></sub>")


@lru_cache(maxsize=4096)
def linear(node: Node) -> str:
    r"""A formula as a line of HTML, safe to stand in a page as it is.

    node  a tree made by ``reports.mathtext.grammar.parse``.

    >>> from reports.mathtext.grammar import parse
    >>> linear(parse("I_F<\\frac{a+b}2"))
    '<i>I<sub>F</sub></i> &lt; (<i>a</i> + <i>b</i>)/2'
    """
    joined = _APART.sub(r"\1", _line(node)).replace(": = ", " := ")
    return _SLANTED_SUB.sub(r"<i>\1<sub>\2</sub></i>", joined)


def _line(node: Node) -> str:
    match node:
        case Symbol(latex):
            return _symbol(latex)
        case Row(items):
            return _row(items)
        case Script(base, sub, primes, sup):
            below = _lowered(_line(sub)) if sub is not None else ""
            return (
                (_held(base) if is_quotient(base) else _line(base))
                + "′" * primes
                + below
                + (_raised(_line(sup)) if sup is not None else "")
            )
        case Applied(macro, arguments, option):
            return _applied(macro, arguments, option)
        case Words(macro, text):
            return html.escape("".join(styled(macro, char) for char in text))
        case Fence(".", right, body):  # the sign on the right alone would not say where it begins
            return f"({_line(body)}){_delimiter(right)}"
        case Fence(left, right, body):
            return _delimiter(left) + _line(body) + _delimiter(right)
        case Grid(_, rows):
            return "(" + "; ".join(", ".join(map(_line, row)) for row in rows) + ")"


def _raised(line: str) -> str:
    """A superscript: digits and signs that text fonts have raised, all else as an element."""
    return line.translate(_RAISED) if set(line) <= _RAISABLE else f"<sup>{line}</sup>"


def _lowered(line: str) -> str:
    """A subscript: digits that text fonts have lowered, all else as an element."""
    return line.translate(_LOWERED) if line.isdigit() else f"<sub>{line}</sub>"


def _row(items: Sequence[Node]) -> str:
    parts: list[str] = []
    for place, item in enumerate(items):
        if place and are_parted(items[place - 1], item):
            parts.append("\u2009")
        before = items[place - 1] if place else None
        after = items[place + 1] if place + 1 < len(items) else None
        inside = before is not None and after is not None and not is_sign(item, before)
        wide = inside and isinstance(item, Symbol) and item.latex in _WIDE
        shown = _line(item)
        mixed = shown in _SIGNS and bool(parts) and parts[-1][-1:].isdigit()  # 3½ would be three and a half
        if mixed or (shown not in _SIGNS and is_torn_by_slash(item, before, after)):
            shown = f"({shown})"
        parts.append(f" {shown} " if wide else shown)
    return "".join(parts)


def _symbol(latex: str) -> str:
    if latex in {"\\,", "\\:", "\\;", "\\ ", "\\quad", "\\qquad"}:
        return "\u2009" if latex == "\\," else " "
    if latex == "\\!":
        return ""
    char = html.escape(CHARACTERS.get(latex, latex.removeprefix("\\")))
    return f"<i>{char}</i>" if latex in LETTERS and char.isascii() else char


def _applied(macro: str, arguments: Sequence[Node], option: Node | None) -> str:
    if macro == "\\sqrt":
        index = f"<sup>{_line(option)}</sup>" if option is not None else ""
        return f"{index}√{_held(arguments[0])}"
    if macro == "\\binom":
        return f"({_line(arguments[0])} over {_line(arguments[1])})"
    if macro in _MARKS:
        shown = _line(arguments[0])
        if macro in _ABOVE and "\u03b1" <= shown <= "\u03c9":
            return f"{shown}<u>{_ABOVE[macro]}</u>"
        letter, end = (shown[:-4], "</i>") if shown.endswith("</i>") else (shown, "")
        return letter + _MARKS[macro] + end
    above, below = arguments
    over = _line(above) if is_product(above) else f"({_line(above)})"
    under = _line(below) if is_divisor(below) else f"({_line(below)})"
    return VULGAR.get(f"{over}/{under}", f"{over}/{under}")


def _held(node: Node) -> str:
    """A node in parentheses unless it is a single thing and no fraction."""
    inner = node.items[0] if isinstance(node, Row) and len(node.items) == 1 else node
    torn = isinstance(inner, Row) or is_quotient(inner)
    return f"({_line(node)})" if torn else _line(node)


def _delimiter(latex: str) -> str:
    return "" if latex == "." else html.escape(CHARACTERS.get(latex, latex))
