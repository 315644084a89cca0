"""The same notation back from SymPy."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.printing.str import StrPrinter

from derivations.text.errors import TextError
from derivations.text.functions import CONSTANTS, FUNCTIONS

NODES = (
    sp.Symbol,
    sp.Rational,
    sp.Add,
    sp.Mul,
    sp.Pow,
    sp.Piecewise,
    ExprCondPair,
    sp.And,
    sp.Eq,
    sp.Lt,
    sp.Le,
    sp.Gt,
    sp.Ge,
    type(sp.true),
    *(f.build for f in FUNCTIONS.values() if isinstance(f.build, type)),
)


class _Notation(StrPrinter):
    """SymPy's own texts, with `and` where it writes &, and zeta(3) by the polygamma that it comes from."""

    def _print_And(self, expr: Any) -> str:
        return " and ".join(sorted(self._print(part) for part in expr.args))

    def _print_zeta(self, expr: Any) -> str:
        s = int(expr.args[0])
        sign = "" if s % 2 == 0 else "-"
        return f"({sign}polygamma({s - 1}, 1)/{sp.factorial(s - 1)})"


def _is_written(node: Any) -> bool:
    if isinstance(node, sp.zeta):
        return len(node.args) == 1 and node.args[0].is_Integer and node.args[0] > 1
    return isinstance(node, NODES) or node in CONSTANTS.values()


def write(expression: Any) -> str:
    """A SymPy expression or condition in the notation that `read_expression` and `read_condition` read.

    Reading it again gives an equal expression, in the form that SymPy's automatic evaluation prefers: the
    unevaluated 2*(x + 1) comes back as 2*x + 2.

    Raises TextError for what the notation does not hold: a Float, an integral, an infinite or complex number.

    >>> write(sp.polygamma(1, sp.Symbol("k")) - sp.Rational(1, 3))
    'polygamma(1, k) - 1/3'
    """
    for node in sp.preorder_traversal(expression):
        if not _is_written(node):
            raise TextError(f"{node} ({type(node).__name__}) is not part of the notation.")
    return _Notation().doprint(expression)
