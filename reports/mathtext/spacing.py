"""Where a thin space is due around the name of a function, as in ``T log p`` and ``tr A``.

TeX knows this for its own operators; for a roman name, and in MathML, it has to be said.

Source     The TeXbook, chapter 18: an operator is parted by a thin space from an ordinary symbol on either
           side.
"""

from __future__ import annotations

from string import ascii_letters, digits

from reports.mathtext.nodes import Applied, Fence, Grid, Node, Row, Script, Symbol, Words
from reports.mathtext.signs import MAY_NEGATE
from reports.mathtext.words import FUNCTIONS, GREEK, LARGE, STYLES

_FUNCTIONS = frozenset(f"\\{name}" for name in FUNCTIONS.split())
_STARTS = frozenset(
    [*ascii_letters, *digits, "\\nabla", "\\partial", *(f"\\{name}" for name in GREEK.split())]
)
_OPENS = frozenset(["(", "[", "\\{", "\\Vert", "\\lVert", "\\,"])
_LARGE = frozenset(f"\\{name}" for name in LARGE.split())
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


def is_quotient(node: Node) -> bool:
    """Whether a node is a fraction."""
    return isinstance(node, Applied) and node.macro in {"\\frac", "\\tfrac", "\\dfrac"}


def is_large(node: Node | None) -> bool:
    """Whether a node is a sum or an integral, which with its limits would touch its neighbours."""
    base = node.base if isinstance(node, Script) else node
    return isinstance(base, Symbol) and base.latex in _LARGE


def is_torn_by_slash(item: Node, before: Node | None, after: Node | None) -> bool:
    r"""Whether a fraction between these, written with a slash, would divide by what follows or end a function.

    ``\frac{d}{dt}L`` is no ``d/dt L``, and ``\log\frac pq`` no ``log p/q``.
    """
    opens = isinstance(after, Symbol) and after.latex in _OPENS
    factor = isinstance(after, Fence | Row | Grid) or is_large(after)
    continued = after is not None and (opens or factor or starts_operand(after))
    return is_quotient(item) and (continued or (before is not None and is_function(before)))


def is_sign(item: Node, before: Node | None) -> bool:
    """Whether a plus or minus belongs to what follows it."""
    opened = isinstance(before, Symbol) and before.latex in MAY_NEGATE | {"\\quad", "\\qquad"}
    added = isinstance(item, Symbol) and item.latex in {"+", "-", "\\pm", "\\mp"}
    return added and (opened or (isinstance(before, Words) and before.macro == "\\text"))


def _base(node: Node) -> Node:
    return node.base if isinstance(node, Script) else node
