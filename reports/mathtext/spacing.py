"""Where a thin space is due around the name of a function, as in ``T log p`` and ``tr A``.

TeX knows this for its own operators; for a roman name, and in MathML, it has to be said.

Source     The TeXbook, chapter 18: an operator is parted by a thin space from an ordinary symbol on either
           side.
"""

from __future__ import annotations

from string import ascii_letters, digits

from reports.mathtext.nodes import Applied, Fence, Grid, Node, Row, Script, Symbol, Words
from reports.mathtext.words import FUNCTIONS, GREEK, STYLES

_FUNCTIONS = frozenset(f"\\{name}" for name in FUNCTIONS.split())
_STARTS = frozenset(
    [*ascii_letters, *digits, "\\nabla", "\\partial", *(f"\\{name}" for name in GREEK.split())]
)
_ENDS = _STARTS | {")", "]", "\\}", "\\infty"}


def is_function(node: Node) -> bool:
    """Whether a node is one of TeX's functions, with or without scripts."""
    return isinstance(base := _base(node), Symbol) and base.latex in _FUNCTIONS


def is_roman_name(node: Node) -> bool:
    """Whether a node is an upright name of several letters, such as ``tr``, with or without scripts."""
    return isinstance(base := _base(node), Words) and base.macro == STYLES[0] and len(base.text) > 1


def starts_operand(node: Node) -> bool:
    """Whether what a function is applied to may begin with this node without a fence."""
    base = _base(node)
    named = is_function(node) or is_roman_name(node)
    return named or isinstance(base, Applied | Words) or (isinstance(base, Symbol) and base.latex in _STARTS)


def ends_operand(node: Node) -> bool:
    """Whether a factor may end with this node."""
    base = _base(node)
    return isinstance(base, Applied | Fence | Grid | Row) or (
        isinstance(base, Symbol) and base.latex in _ENDS
    )


def are_parted(before: Node, after: Node) -> bool:
    """Whether a thin space stands between two neighbours because one of them is the name of a function."""
    named_before = is_function(before) or is_roman_name(before)
    named_after = is_function(after) or is_roman_name(after)
    return (named_before and starts_operand(after)) or (named_after and ends_operand(before))


def _base(node: Node) -> Node:
    return node.base if isinstance(node, Script) else node
