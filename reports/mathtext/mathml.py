r"""MathML of a formula, printed from its tree.

Nothing passes from a record to a page but through this printer: it writes the elements named in ``ELEMENTS``
and no others, and escapes every character it did not choose itself.  latex2mathml was tried
first: it does not escape, lets unknown macros through, knows neither ``\arg`` nor ``aligned``, and its
output is half as large again.

Source     MathML Core (W3C): elements, and the operator dictionary for which signs stretch and where space
           goes.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import lru_cache

from reports.mathtext.letters import styled
from reports.mathtext.nodes import Applied, Fence, Grid, Node, Row, Script, Symbol, Words
from reports.mathtext.signs import CAPITAL_GREEK, CHARACTERS, IDENTIFIERS, LIMITS, MAY_NEGATE
from reports.mathtext.spacing import are_parted

_BARE = "mrow mn mtext msub msup msubsup msqrt mroot munder munderover mtr mtd"
ELEMENTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(_BARE.split(), frozenset()),
    "math": frozenset({"display"}),
    "mi": frozenset({"mathvariant"}),
    "mo": frozenset({"stretchy", "form"}),
    "mover": frozenset({"accent"}),
    "mfrac": frozenset({"linethickness"}),
    "mspace": frozenset({"width"}),
    "mstyle": frozenset({"displaystyle", "scriptlevel"}),
    "mtable": frozenset({"class"}),
}
"""Every element a formula may hold, and the attributes it may carry."""

_ACCENTS = {
    "\\dot": "˙",
    "\\ddot": "¨",
    "\\hat": "^",
    "\\tilde": "~",
    "\\bar": "¯",
    "\\vec": "→",
    "\\overline": "‾",
    "\\widehat": "^",
    "\\widetilde": "~",
}
_HELD = ("\\hat", "\\tilde", "\\bar", "\\vec")  # a browser would stretch these over their base
_SPACES = {
    "\\,": "0.167em",
    "\\:": "0.222em",
    "\\;": "0.278em",
    "\\ ": "0.25em",
    "\\quad": "1em",
    "\\qquad": "2em",
}
_BRACKETS = {"pmatrix": "()", "bmatrix": "[]", "vmatrix": "||", "Vmatrix": "‖‖", "cases": "{ "}
_THIN = '<mspace width="0.167em"/>'


@lru_cache(maxsize=4096)
def mathml(node: Node, *, display: bool = False) -> str:
    """A formula as MathML, safe to stand in a page as it is.

    node     a tree made by ``reports.mathtext.grammar.parse``.
    display  on a line of its own, with limits above and below.

    >>> from reports.mathtext.grammar import parse
    >>> mathml(parse("x<1"))
    '<math><mi>x</mi><mo>&lt;</mo><mn>1</mn></math>'
    """
    opening = '<math display="block">' if display else "<math>"
    return opening + "".join(_Printer(display=display).elements(node)) + "</math>"


class _Printer:
    """Prints nodes, knowing whether limits stand above and below."""

    def __init__(self, *, display: bool) -> None:
        self._display = display

    def elements(self, node: Node) -> list[str]:
        """The elements of a node, side by side."""
        return self._row(node) if isinstance(node, Row) else [self._single(node)]

    def _one(self, node: Node) -> str:
        """The elements of a node as exactly one element."""
        found = self.elements(node)
        return found[0] if len(found) == 1 else _tag("mrow", *found)

    def _row(self, row: Row) -> list[str]:
        found: list[str] = []
        before: Node | None = None
        for items in _numbers(row.items):
            node = items[0]
            if before is not None and are_parted(before, node):
                found.append(_THIN)
            if isinstance(node, Symbol) and node.latex in "+-" and _negates(before):
                found.append(_tag("mo", CHARACTERS[node.latex], form="prefix"))
            elif len(items) > 1:
                found.append(_tag("mn", "".join(digit.latex for digit in items if isinstance(digit, Symbol))))
            else:
                found += [self._one(node)] if isinstance(node, Row) else [self._single(node)]
            before = items[-1]
        return [element for element in found if element]

    def _single(self, node: Node) -> str:
        match node:
            case Symbol(latex):
                return _symbol(latex)
            case Script():
                return self._script(node)
            case Applied():
                return self._applied(node)
            case Words(macro, text):
                return _words(macro, text)
            case Fence(left, right, body):
                return _tag("mrow", _delimiter(left), *self.elements(body), _delimiter(right))
            case Grid():
                return self._grid(node)
            case Row():
                return self._one(node)

    def _script(self, node: Script) -> str:
        limits = self._display and isinstance(node.base, Symbol) and node.base.latex in LIMITS
        below, above, both = ("munder", "mover", "munderover") if limits else ("msub", "msup", "msubsup")
        raised = [_tag("mo", "′")] * node.primes + (self.elements(node.sup) if node.sup is not None else [])
        sup = raised[0] if len(raised) == 1 else _tag("mrow", *raised)
        base = self._one(node.base)
        if node.sub is None:
            return _tag(above, base, sup)
        sub = self._one(node.sub)
        return _tag(both, base, sub, sup) if raised else _tag(below, base, sub)

    def _applied(self, node: Applied) -> str:
        inside = [self._one(argument) for argument in node.arguments]
        if node.macro == "\\sqrt":
            return (
                _tag("mroot", *inside, self._one(node.option))
                if node.option is not None
                else _tag("msqrt", *inside)
            )
        if node.macro == "\\underline":
            return _tag("munder", *inside, _tag("mo", "_"))
        if node.macro == "\\binom":
            return _tag("mrow", _tag("mo", "("), _tag("mfrac", *inside, linethickness="0"), _tag("mo", ")"))
        if node.macro in _ACCENTS:
            sign = _ACCENTS[node.macro]
            mark = _tag("mo", sign, stretchy="false") if node.macro in _HELD else _tag("mo", sign)
            return _tag("mover", *inside, mark, accent="true")
        fraction = _tag("mfrac", *inside)
        if (node.macro == "\\tfrac" and self._display) or (node.macro == "\\dfrac" and not self._display):
            return _tag("mstyle", fraction, displaystyle=str(not self._display).lower(), scriptlevel="0")
        return fraction

    def _grid(self, node: Grid) -> str:
        rows = (_tag("mtr", *(_tag("mtd", *self.elements(cell)) for cell in row)) for row in node.rows)
        kind = {"class": node.environment} if node.environment in {"cases", "aligned"} else {}
        table = _tag("mtable", *rows, **kind)
        brackets = _BRACKETS.get(node.environment)
        return table if brackets is None else _tag("mrow", _fence(brackets[0]), table, _fence(brackets[1]))


def _tag(name: str, *inside: str, **attributes: str) -> str:
    """One element; what is inside is MathML or a character of our own choice."""
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{written}>{''.join(inside)}</{name}>"


def _symbol(latex: str) -> str:
    if latex in _SPACES:
        return f'<mspace width="{_SPACES[latex]}"/>'
    if latex == "\\!":
        return ""
    char = CHARACTERS.get(latex, latex.removeprefix("\\"))
    if char.isdigit():
        return _tag("mn", char)
    if latex == "\\nabla":
        return _tag("mtext", char)  # as an identifier it would be slanted, as an operator set apart
    if latex in CAPITAL_GREEK:
        return _tag("mi", char, mathvariant="normal")
    if latex in IDENTIFIERS or (char.isascii() and char.isalpha()):
        return _tag("mi", char)
    return _tag("mo", html.escape(char))


def _words(macro: str, text: str) -> str:
    if macro == "\\text":
        return _tag("mtext", html.escape(text.replace(" ", "\u00a0")))
    if macro == "\\mathrm":
        return _tag("mi", text, mathvariant="normal") if len(text) == 1 else _tag("mi", text)
    return _tag("mi", "".join(styled(macro, char) for char in text))


def _delimiter(latex: str) -> str:
    return "" if latex == "." else _fence(CHARACTERS.get(latex, latex))


def _fence(char: str) -> str:
    return "" if char == " " else _tag("mo", char)


def _numbers(items: Iterable[Node]) -> Iterable[tuple[Node, ...]]:
    """Nodes one by one, but the digits of one number together."""
    run: list[Node] = []
    for node in items:
        digit = isinstance(node, Symbol) and (node.latex.isdigit() or (node.latex == "." and bool(run)))
        if not digit and run:
            yield from _number(run)
            run = []
        if digit:
            run.append(node)
        else:
            yield (node,)
    yield from _number(run)


def _number(run: list[Node]) -> Iterable[tuple[Node, ...]]:
    """A run of digits as one number; a full stop at its end ends the sentence, not the number."""
    stop = run[-1:] == [Symbol(".")]
    if run[: len(run) - stop]:
        yield tuple(run[: len(run) - stop])
    if stop:
        yield (run[-1],)


def _negates(before: Node | None) -> bool:
    """Whether a plus or minus after this node is a sign and not an operation."""
    return before is None or (isinstance(before, Symbol) and before.latex in MAY_NEGATE)
