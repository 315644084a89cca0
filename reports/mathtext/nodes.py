"""The tree of a formula as it is printed: seven kinds of node, all frozen.

Source     the boxes of TeX's math mode (The TeXbook, chapter 17), reduced to what the documents use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Symbol:
    """A letter, a digit, a sign or a symbol, in its one canonical LaTeX form."""

    latex: str


@dataclass(frozen=True, slots=True)
class Row:
    """Nodes side by side."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A base with a subscript, primes and a superscript, each of which may be missing."""

    base: Node
    sub: Node | None
    primes: int
    sup: Node | None


@dataclass(frozen=True, slots=True)
class Applied:
    """A macro with its arguments: fraction, root, accent; ``option`` is the index of a root."""

    macro: str
    arguments: tuple[Node, ...]
    option: Node | None = None


@dataclass(frozen=True, slots=True)
class Words:
    r"""Letters in another style, or plain words: ``\mathrm{tr}``, ``\text{if }``."""

    macro: str
    text: str


@dataclass(frozen=True, slots=True)
class Fence:
    """Something between delimiters that grow with it."""

    left: str
    right: str
    body: Node


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells: a matrix, cases, aligned lines."""

    environment: str
    rows: tuple[tuple[Node, ...], ...]


Node: TypeAlias = Symbol | Row | Script | Applied | Words | Fence | Grid
EMPTY = Row(())
