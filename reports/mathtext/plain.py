r"""A formula, and prose with formulas, as one plain line for a terminal: ``I_F⁻¹∇L``, ``a/b``, ``‖v‖²``.

Scripts are raised and lowered where Unicode has every sign of them, else they follow a caret or an underscore;
a fraction takes a slash.  Letters beyond the basic plane, which many terminal fonts lack, are shown as the
plain letter, so that the sign of an expectation is E.  A formula that the grammar refuses is shown as written.

Source     the linear style of the AMS Style Guide; Unicode Technical Note 28, "UnicodeMath".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from reports.mathtext import Code, Math, Text, formula, pieces
from reports.mathtext.letters import styled
from reports.mathtext.nodes import Applied, Fence, Grid, Node, Row, Script, Symbol, Words
from reports.mathtext.signs import CHARACTERS
from reports.mathtext.slash import VULGAR, WIDE, is_divisor, is_product, items_of
from reports.mathtext.spacing import (
    are_parted,
    is_function,
    is_large,
    is_quotient,
    is_sign,
    is_torn_by_slash,
    starts_operand,
)
from reports.mathtext.words import ACCENTS, SUBSCRIPTS, SUPERSCRIPTS

_MARKS = {macro: mark for mark, macro in reversed(ACCENTS.items())} | {
    "\\widehat": "\u0302",
    "\\widetilde": "\u0303",
    "\\underline": "\u0332",
}
_TIGHT = frozenset(["\\ast", "\\star", "\\circ"])
_SPACES = {"\\,": " ", "\\:": " ", "\\;": " ", "\\ ": " ", "\\quad": "  ", "\\qquad": "  ", "\\!": ""}
_PAUSES = {",": ", ", ";": "; "}
_RAISED = {CHARACTERS.get(sign, sign): char for char, sign in SUPERSCRIPTS.items()}
_LOWERED = {CHARACTERS.get(sign, sign): char for char, sign in SUBSCRIPTS.items()}
_STANDING = {"∗": "*", "⋆": "*", "′": "′"}  # raised already
_BRACKETS = {
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "matrix": ("(", ")"),
    "cases": ("{", "}"),
}


@lru_cache(maxsize=4096)
def plain(prose: str) -> str:
    r"""Prose as plain text on one line, its formulas in Unicode.

    prose  one line of text; formulas between dollar signs, code between backquotes.

    >>> plain("the flow $\\dot\\theta=-I_F^{-1}\\nabla L$, to $O(h^2)$")
    'the flow θ̇ = −I_F⁻¹∇L, to O(h²)'
    """
    return " ".join("".join(map(_piece, pieces(prose))).split())


def plain_formula(source: str) -> str:
    r"""A formula without dollar signs as plain text; as written where the grammar refuses it.

    >>> plain_formula("\\frac{a+b}{2}")
    '(a + b)/2'
    """
    made = formula(source)
    return line(made.node) if isinstance(made, Math) else " ".join(made.text.split())


def _piece(piece: Text | Math | Code) -> str:
    return line(piece.node) if isinstance(piece, Math) else piece.text


@lru_cache(maxsize=4096)
def line(node: Node) -> str:
    """The tree of a formula as one plain line.

    node  a tree made by ``reports.mathtext.grammar.parse``.
    """
    return unicodedata.normalize("NFC", " ".join(_line(node).split()))


def _line(node: Node) -> str:
    match node:
        case Symbol(latex):
            return _SPACES.get(latex) or _character(latex)
        case Row(items):
            return _row(items)
        case Script():
            return _script(node)
        case Applied(macro, arguments, option):
            return _applied(macro, arguments, option)
        case Words(macro, text):
            return "".join(_letter(macro, char) for char in text)
        case Fence(left, right, body):
            return _delimiter(left) + _line(body).strip() + _delimiter(right)
        case Grid(name, rows):
            if name == "aligned":  # its cells are the two sides of one formula
                return "; ".join(
                    line(Row(tuple(it for cell in row for it in items_of(cell)))) for row in rows
                )
            left, right = _BRACKETS[name]
            return left + "; ".join(", ".join(map(line, row)) for row in rows) + right


def _character(latex: str) -> str:
    return "" if latex == "\\!" else CHARACTERS.get(latex, latex.removeprefix("\\"))


def _letter(macro: str, char: str) -> str:
    """A letter in its alphabet, or itself where that lies beyond the basic plane."""
    made = char if char == " " or macro == "\\text" else styled(macro, char)
    return made if ord(made) < 0x10000 else char


# -- neighbours ---------------------------------------------------------------------------------


def _row(items: Sequence[Node]) -> str:
    out = ""
    for place, item in enumerate(items):
        before = items[place - 1] if place else None
        after = items[place + 1] if place + 1 < len(items) else None
        out += _placed(item, before, after, out)
    return out


def _placed(item: Node, before: Node | None, after: Node | None, out: str) -> str:
    """An item with the space that is due on either side of it."""
    shown = _line(item)
    if isinstance(item, Symbol):
        if item.latex in WIDE and item.latex not in _TIGHT:
            return shown if is_sign(item, before) or before is None or after is None else f" {shown} "
        if item.latex in _PAUSES:
            return shown if after is None else _PAUSES[item.latex]
        if item.latex == "\\,":
            return "" if out[-1:].isdigit() and after is not None and _is_letter(after) else " "
    if "/" in shown and is_torn_by_slash(item, before, after):
        shown = f"({shown})"
    parted = before is not None and (are_parted(before, item) or is_large(before) or _touches(out, item))
    return f" {shown}" if parted and shown[:1] not in {"", " "} else shown


def _is_letter(node: Node) -> bool:
    return starts_operand(node) and not is_function(node)


def _touches(out: str, item: Node) -> bool:
    """Whether an item would read as part of the letter or digit before it."""
    digits = isinstance(item, Words) and item.text.isdigit()
    return out[-1:].isalnum() and (is_quotient(item) or is_large(item) or is_function(item) or digits)


# -- scripts ------------------------------------------------------------------------------------


def _script(node: Script) -> str:
    base = _held(node.base) if isinstance(node.base, Row) or is_quotient(node.base) else _line(node.base)
    named = is_function(node.base) or is_large(node.base)
    below = _tight(node.sub) if node.sub is not None else ""
    above = _tight(node.sup) if node.sup is not None else ""
    return base + "′" * node.primes + _lowered(below, named=named) + _raised(above, named=named)


def _tight(node: Node) -> str:
    """A script as a line without spaces around its signs."""
    wide = {f" {_character(sign)} ": _character(sign) for sign in WIDE}
    shown = line(node)
    for spaced, bare in wide.items():
        shown = shown.replace(spaced, bare)
    return shown.replace(", ", ",")


def _lowered(text: str, *, named: bool) -> str:
    if text and all(char in _LOWERED for char in text) and (text.isdigit() or not named):
        return "".join(_LOWERED[char] for char in text)
    return "" if not text else f"_{text}" if _is_single(text) else f"_{{{text}}}"


def _raised(text: str, *, named: bool) -> str:
    if not text or text in _STANDING:
        return _STANDING.get(text, "")
    if all(char in _RAISED for char in text) and (not named or not text.isalpha()):
        return "".join(_RAISED[char] for char in text)
    return f"^{text}" if _is_single(text) else f"^({text})"


def _is_single(text: str) -> bool:
    return len([char for char in text if not unicodedata.combining(char)]) == 1 or text.isdigit()


# -- macros with arguments ----------------------------------------------------------------------


def _applied(macro: str, arguments: Sequence[Node], option: Node | None) -> str:
    if macro == "\\sqrt":
        index = _raised(_tight(option), named=False).removeprefix("^") if option is not None else ""
        return f"{index}√{_held(arguments[0])}"
    if macro == "\\binom":
        return f"({line(arguments[0])} over {line(arguments[1])})"
    if macro in _MARKS:
        shown = line(arguments[0])
        return shown + _MARKS[macro] if _is_single(shown) else f"{macro[1:]}({shown})"
    above, below = arguments
    over = line(above) if is_product(above) else f"({line(above)})"
    under = line(below) if is_divisor(below) else f"({line(below)})"
    return VULGAR.get(f"{over}/{under}", f"{over}/{under}")


def _held(node: Node) -> str:
    """A node in parentheses unless it is a single thing."""
    single = len(items_of(node)) == 1 and not is_quotient(items_of(node)[0])
    return line(node) if single else f"({line(node)})"


def _delimiter(latex: str) -> str:
    return "" if latex == "." else CHARACTERS.get(latex, latex)
