"""Fractions on one line: which part of one needs parentheses beside the slash, and which have a sign of their own.

Source     the linear style of the AMS Style Guide; Unicode 15, block Number Forms.
"""

from __future__ import annotations

from reports.mathtext.nodes import Node, Row, Symbol
from reports.mathtext.spacing import is_quotient
from reports.mathtext.words import BINARY, RELATIONS

WIDE = frozenset(["+", "-", "=", *(f"\\{name}" for name in (RELATIONS + " " + BINARY).split())])
"""The signs with a space on either side."""

VULGAR = {"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/6": "⅙", "1/8": "⅛"}


def items_of(node: Node) -> tuple[Node, ...]:
    """The nodes of a row, or the node itself."""
    return node.items if isinstance(node, Row) else (node,)


def is_product(node: Node) -> bool:
    """Whether a numerator can stand before a slash as it is."""
    return not any(
        (isinstance(item, Symbol) and item.latex in WIDE and place) or is_quotient(item)
        for place, item in enumerate(items_of(node))
    )


def is_divisor(node: Node) -> bool:
    """Whether a denominator can stand after a slash as it is: one thing, a number, or a differential."""
    items = items_of(node)
    number = all(isinstance(item, Symbol) and item.latex.isdigit() for item in items)
    differential = len(items) == 2 and items[0] in {Symbol("d"), Symbol("\\partial")}
    return number or ((len(items) == 1 or differential) and not is_quotient(items[-1]))
