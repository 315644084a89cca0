"""Laws on finitely many values: a finite sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp
from sympy import Expr, Symbol

from derivations.laws.terms import normalised


@dataclass(frozen=True)
class Points:
    """Finitely many values with their probabilities."""

    x: Symbol
    weights: Mapping[Expr, Expr]
    rule: str = "finite sum"

    def mean(self, expression: Expr) -> Expr:
        """The sum of value times probability."""
        return sp.Add(*(w * expression.subs(self.x, v) for v, w in self.weights.items()))


def points(log_density: Expr, x: Symbol, values: tuple[Expr, ...]) -> Points | None:
    """Recognise the law from a log-density, or None; the normalising constant is proved, not assumed."""
    weights = {v: sp.exp(log_density.subs(x, v)) for v in values}
    return Points(x, weights) if normalised(sp.Add(*weights.values()) - 1) else None
