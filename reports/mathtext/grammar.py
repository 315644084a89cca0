r"""A strict grammar for the formulas of a record: what it does not know, it refuses.

    row       = { item }
    item      = atom { script }          script = ("_" | "^") argument | "'"
    atom      = "{" row "}" | letter | digit | symbol | macro arguments | style words | fence | grid
    argument  = "{" row "}" | one atom
    fence     = "\left" delimiter row "\right" delimiter
    grid      = "\begin{" name "}" row { "&" row } { "\\" ... } "\end{" name "}"

Length and depth are bounded, so that a hostile formula costs no more than a long one.

Source     The TeXbook, chapter 26, reduced.
"""

from __future__ import annotations

import re

from reports.mathtext import words
from reports.mathtext.nodes import EMPTY, Applied, Fence, Grid, Node, Row, Script, Symbol, Words
from reports.mathtext.typed import ascii_source

LONGEST = 4000  # characters; the longest formula of the documents has 160
DEEPEST = 24  # nested groups; the deepest of the documents has 4, and Python's stack allows some 100
WIDEST = 30  # cells in a row; TeX needs to be told how many a matrix may have

_TOKEN = re.compile(r"\\[A-Za-z]+|\\[^A-Za-z]|\s+|.", re.DOTALL)
_ROMAN = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")
_PLAIN = re.compile(r"[A-Za-z0-9 ,.;:()'+/=-]*")
_LETTER = re.compile(r"[A-Za-z0-9]")
_END = "\\end"


class NotMathError(ValueError):
    """The text is outside the LaTeX subset; the message names the first thing that is."""


def parse(source: str) -> Node:
    """The tree of a formula.

    source  LaTeX without dollar signs; Greek letters and signs may stand as Unicode.

    Raises NotMathError for anything outside the subset of ``reports.mathtext.words``.
    """
    if len(source) > LONGEST:
        raise NotMathError(f"longer than {LONGEST} characters")
    reader = _Reader(_TOKEN.findall(ascii_source(source)))
    row = reader.row(stops=())
    if not row.items:
        raise NotMathError("empty")
    return row


class _Reader:
    """The signs not yet read, and how deep we are."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def row(self, *, stops: tuple[str, ...]) -> Row:
        """Items up to a stop, which is left unread; without stops, up to the end."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise NotMathError(f"nested deeper than {DEEPEST}")
        items: list[Node] = []
        while (sign := self._peek()) is not None and sign not in stops:
            items.append(self._item())
        if stops and sign is None:
            raise NotMathError(f"ends before {' or '.join(stops)}")
        self._depth -= 1
        return Row(tuple(items))

    def _peek(self) -> str | None:
        while self._next < len(self._tokens) and self._tokens[self._next].isspace():
            self._next += 1
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, expected: str | None = None) -> str:
        sign = self._peek()
        if sign is None or (expected is not None and sign != expected):
            raise NotMathError(f"{sign!r} where {expected or 'something more'} was expected")
        self._next += 1
        return sign

    def _item(self) -> Node:
        base = EMPTY if self._peek() in {"^", "_", "'"} else self._atom()
        sub: Node | None = None
        sup: Node | None = None
        primes = 0
        while (sign := self._peek()) in {"^", "_", "'"}:
            self._take()
            if sign == "'" and sup is None:
                primes += 1
            elif sign == "_" and sub is None:
                sub = self._argument()
            elif sign == "^" and sup is None:
                sup = self._argument()
            else:
                raise NotMathError(f"a second {sign}")
        return base if sub is None and sup is None and not primes else Script(base, sub, primes, sup)

    def _argument(self) -> Node:
        return self._atom()

    def _atom(self) -> Node:
        sign = self._take()
        if sign == "{":
            row = self.row(stops=("}",))
            self._take("}")
            return row
        if _LETTER.fullmatch(sign):
            return Symbol(sign)
        if sign in words.SYMBOLS:
            return Symbol(words.SYMBOLS[sign])
        if sign in words.ARGUMENTS:
            return self._applied(sign)
        if sign in words.STYLES or sign == words.OPERATOR_NAME:
            return self._words(sign)
        if sign in words.SIZES:
            return Symbol(self._delimiter())
        if sign == "\\left":
            return self._fence()
        if sign == "\\begin":
            return self._grid()
        if sign == "\\not":
            return self._negated()
        raise NotMathError(f"{sign!r} is outside the subset")

    def _applied(self, macro: str) -> Applied:
        self._deeper(+1)
        option: Node | None = None
        if macro == "\\sqrt" and self._peek() == "[":
            self._take()
            row = self.row(stops=("]",))
            self._take("]")
            option = row.items[0] if len(row.items) == 1 else row
        arguments = tuple(self._argument() for _ in range(words.ARGUMENTS[macro]))
        self._deeper(-1)
        return Applied(macro, arguments, option)

    def _deeper(self, step: int) -> None:
        self._depth += step
        if self._depth > DEEPEST:
            raise NotMathError(f"nested deeper than {DEEPEST}")

    def _words(self, macro: str) -> Words:
        text = self._braced() if self._peek() == "{" else self._take()
        style = "\\mathrm" if macro == words.OPERATOR_NAME else macro
        pattern = _PLAIN if style == "\\text" else _ROMAN
        capital = text.isalpha() and text.isupper()
        if not pattern.fullmatch(text) or (style in words.CAPITALS_ONLY and not capital):
            raise NotMathError(f"{text!r} as the words of {macro}")
        return Words(style, text)

    def _braced(self) -> str:
        self._take("{")
        start = self._next
        while self._next < len(self._tokens) and self._tokens[self._next] != "}":
            self._next += 1
        if self._next == len(self._tokens):
            raise NotMathError("a brace that is not closed")
        self._next += 1
        return " ".join("".join(self._tokens[start : self._next - 1]).split("\n"))

    def _delimiter(self) -> str:
        sign = self._take()
        canonical = words.SYMBOLS.get(sign, sign)
        if canonical not in words.DELIMITERS:
            raise NotMathError(f"{sign!r} as a delimiter")
        return canonical

    def _fence(self) -> Fence:
        left = self._delimiter()
        body = self.row(stops=("\\right",))
        self._take("\\right")
        return Fence(left, self._delimiter(), body)

    def _grid(self) -> Grid:
        name = self._braced()
        if name not in words.ENVIRONMENTS:
            raise NotMathError(f"the environment {name!r}")
        rows: list[tuple[Node, ...]] = []
        cells: list[Node] = []
        while True:
            cells.append(self.row(stops=("&", "\\\\", _END)))
            if len(cells) > WIDEST:
                raise NotMathError(f"more than {WIDEST} cells in a row")
            mark = self._take()
            if mark != "&":
                rows.append(tuple(cells))
                cells = []
            if mark == _END:
                break
        if self._braced() != name:
            raise NotMathError(f"the end of {name} is missing")
        return Grid(name, tuple(row for row in rows if row != (EMPTY,)))

    def _negated(self) -> Symbol:
        sign = self._take()
        canonical = words.NEGATED.get(words.SYMBOLS.get(sign, sign))
        if canonical is None:
            raise NotMathError(f"the negation of {sign!r}")
        return Symbol(canonical)
