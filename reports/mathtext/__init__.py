"""Prose with inline mathematics: what is text, what is a formula, what is shown as it was written.

A text of a record may hold formulas between dollar signs and code between backquotes.  A formula is read by a
strict grammar (``grammar``) and printed again by our own printer (``printer``); one that the grammar refuses
is shown as code, so that nothing a record holds ever reaches TeX, MathJax or a browser as it stands.

Source     GitHub, "Writing mathematical expressions"; MathML Core; the TeXbook, chapters 17, 18 and 26.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from reports.mathtext.grammar import NotMathError, parse
from reports.mathtext.nodes import Node
from reports.mathtext.printer import latex as latex

_PIECES = re.compile(r"(?<!\\)\$(?P<math>(?:[^$\\]|\\.)+)\$|`(?P<code>[^`]+)`", re.DOTALL)

_BARE = re.compile(r"\\[A-Za-z]+(?:\{[A-Za-z\\]*\})?")


class Text(NamedTuple):
    """Words, to be escaped by each format."""

    text: str


class Math(NamedTuple):
    """A formula the grammar accepted: its tree, and the LaTeX our printer makes of it."""

    node: Node
    latex: str


class Code(NamedTuple):
    """Something shown letter by letter: code, or a formula the grammar refused."""

    text: str


Piece: TypeAlias = Text | Math | Code


@lru_cache(maxsize=4096)
def pieces(prose: str) -> tuple[Piece, ...]:
    """Prose cut into words, formulas and code.

    prose  one line of text; a dollar sign that is meant as one is written with a backslash before it.

    >>> [type(piece).__name__ for piece in pieces("the metric $I_F$ of `demo`")]
    ['Text', 'Math', 'Text', 'Code']
    """
    found: list[Piece] = []
    end = 0
    for match in _PIECES.finditer(prose):
        found.extend(_words(prose[end : match.start()].replace("\\$", "$")))
        code = match["code"]
        found.append(Code(code) if code is not None else formula(match["math"], shown=match.group()))
        end = match.end()
    found.extend(_words(prose[end:].replace("\\$", "$")))
    return tuple(piece for piece in found if piece != Text(""))


def _words(text: str) -> Iterator[Piece]:
    """Words, and the formulas among them that stand there without dollar signs, as in a message."""
    end = 0
    for match in _BARE.finditer(text):
        made = formula(match.group())
        if isinstance(made, Math):
            yield Text(text[end : match.start()])
            yield made
            end = match.end()
    yield Text(text[end:])


def formula(source: str, *, shown: str | None = None) -> Math | Code:
    r"""A formula from LaTeX without dollar signs, or code where the grammar refuses it.

    source  LaTeX in the subset of ``reports.mathtext.words``.
    shown   what to show if it is refused; the source itself by default.

    >>> formula("\\frac12").latex
    '\\frac{1}{2}'
    """
    try:
        node = parse(source)
    except NotMathError:
        return Code(shown or source)
    return Math(node, latex(node))
