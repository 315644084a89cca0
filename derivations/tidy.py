"""The shortest of a few forms of an expression that are equal to it.

This is for reading only: nothing is decided by it.  Each form comes from a named step, so that the same
input always gives the same output in the same time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp
from sympy import Expr

OPERATIONS = 2000  # larger expressions are left as they are


def tidy(expression: Any) -> Any:
    """The form with the fewest operations of: as it is, expanded, one fraction, factored, sines squared out.

    expression  an expression, or a matrix (then each entry).

    >>> x = sp.Symbol("x", real=True)
    >>> tidy(sp.sin(x)**2 + sp.cos(x)**2 + x)
    x + 1
    """
    if isinstance(expression, sp.MatrixBase):
        return expression.applyfunc(tidy)
    if sp.count_ops(expression) > OPERATIONS:
        return expression
    return min(_forms(expression), key=lambda e: (sp.count_ops(e), len(str(e)), sp.default_sort_key(e)))


def _forms(expression: Expr) -> Iterator[Expr]:
    yield expression
    plain = expression
    if expression.has(sp.sin, sp.cos):
        for plain in (_squares_out(expression), _angles_open(expression)):
            yield plain
            if plain.is_number:
                return
    for step in FORMS:
        try:
            yield step(plain)
        except (sp.PolynomialError, NotImplementedError):
            continue


def _squares_out(expression: Expr) -> Expr:
    """Put 1 - cos(a)^2 for sin(a)^2 in the expanded form."""
    opened = sp.expand(expression, log=False)
    return sp.expand(
        opened.replace(_even_sine, lambda e: (1 - sp.cos(e.base.args[0]) ** 2) ** (e.exp / 2)), log=False
    )


def _angles_open(expression: Expr) -> Expr:
    """As _squares_out, after opening sums of angles."""
    return _squares_out(sp.expand_trig(_squares_out(expression)))


def _even_sine(e: Expr) -> bool:
    return bool(e.is_Pow and isinstance(e.base, sp.sin) and e.exp.is_Integer and e.exp > 0 and e.exp % 2 == 0)


FORMS: tuple[Callable[[Expr], Expr], ...] = (
    lambda e: sp.expand(e, log=False),
    sp.together,
    sp.cancel,
    sp.factor,
    lambda e: sp.expand_log(sp.expand(e, log=False)),
)
