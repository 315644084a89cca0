"""Charts: old coordinates in terms of new ones, and how tensors of each kind change.

With J = d(old)/d(new), of shape (n, m):

    metric    (0,2)   g_new = J.T * g_old * J
    vector    (1,0)   v_old = J * v_new
    covector  (0,1)   w_new = J.T * w_old
    cometric  (2,0)   c_old = J * c_new * J.T
    operator  (1,1)   K_new = J^-1 * K_old * J

Everything on the right is written in the new coordinates.  Source: [Lee2012] ch. 3, 11, 12.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.ladder import Outcome, prove_zero
from derivations.tidy import tidy


class ChartError(ValueError):
    """A chart is not well formed, or has no inverse where one is needed."""


@dataclass(frozen=True)
class Chart:
    """Old coordinates as functions of new ones.

    old      the old coordinates, n symbols.
    new      the new coordinates, m symbols (m = n for a change of chart, m < n for a submodel).
    forms    each old coordinate in terms of the new ones, n expressions.
    inverse  each new coordinate in terms of the old ones, m expressions, if known.

    Raises ChartError where the lists do not fit, or a coordinate is both old and new.
    """

    old: tuple[Symbol, ...]
    new: tuple[Symbol, ...]
    forms: tuple[Expr, ...]
    inverse: tuple[Expr, ...] | None = None

    def __post_init__(self) -> None:
        if len(self.old) != len(self.forms):
            raise ChartError(
                f"{len(self.old)} old coordinates and {len(self.forms)} forms: give one form each."
            )
        if self.inverse is not None and len(self.inverse) != len(self.new):
            raise ChartError(
                f"{len(self.new)} new coordinates, {len(self.inverse)} inverse forms: give one each."
            )
        shared = set(self.old) & set(self.new)
        if shared:
            raise ChartError(f"{sorted(map(str, shared))} are both old and new. Rename the new ones.")

    @property
    def jacobian(self) -> Any:
        """J = d(old)/d(new), (n, m), in the new coordinates."""
        return sp.Matrix(self.forms).jacobian(list(self.new))

    def into_new(self, expression: Any) -> Any:
        """Write an expression, or a matrix of them, in the new coordinates."""
        return expression.subs(dict(zip(self.old, self.forms, strict=True)), simultaneous=True)

    def into_old(self, expression: Any) -> Any:
        """Write an expression, or a matrix of them, in the old coordinates.

        Raises ChartError if the chart was made without an inverse.
        """
        return expression.subs(dict(zip(self.new, self._inverse(), strict=True)), simultaneous=True)

    def _inverse(self) -> tuple[Expr, ...]:
        if self.inverse is None:
            raise ChartError("This needs the inverse of the chart. Give inverse=(...) where it is made.")
        return self.inverse

    def reversed(self) -> Chart:
        """The chart from the new coordinates to the old ones; raises ChartError without an inverse."""
        return Chart(old=self.new, new=self.old, forms=self._inverse(), inverse=self.forms)

    def check_inverse(self) -> Outcome:
        """Prove that the inverse undoes the forms: inverse(forms(new)) = new."""
        return prove_zero(sp.Matrix([self.into_new(e) for e in self._inverse()]) - sp.Matrix(self.new))


def chart(
    forms: Mapping[Symbol, Any], *, onto: Sequence[Symbol], inverse: Mapping[Symbol, Any] | None = None
) -> Chart:
    """A chart from {old: expression in the new} and the order of the new coordinates.

    Raises ChartError as Chart does.

    >>> v, t = sp.Symbol("v", positive=True), sp.Symbol("t", real=True)
    >>> chart({v: sp.exp(t)}, onto=(t,)).jacobian
    Matrix([[exp(t)]])
    """
    back = None if inverse is None else tuple(sp.sympify(inverse[s]) for s in onto)
    return Chart(tuple(forms), tuple(onto), tuple(map(sp.sympify, forms.values())), back)


def compose(first: Chart, second: Chart) -> Chart:
    """The chart that goes through both: first's new coordinates are second's old ones.

    Raises ChartError where they are not the same, in the same order.
    """
    if first.new != second.old:
        raise ChartError(f"The first chart ends in {first.new}, the second starts from {second.old}.")
    forms = tuple(second.into_new(e) for e in first.forms)
    inverse = None
    if first.inverse is not None and second.inverse is not None:
        inverse = tuple(
            e.subs(dict(zip(first.new, first.inverse)), simultaneous=True) for e in second.inverse
        )
    return Chart(first.old, second.new, forms, inverse)


def pull_back(metric: Any, through: Chart) -> Any:
    """Write a metric in the new coordinates: J.T * g * J.

    metric  (n, n), in the old coordinates; the result is (m, m), in the new ones.
    """
    J = through.jacobian
    return tidy(J.T * through.into_new(metric) * J)


def covector_in_new(covector: Any, through: Chart) -> Any:
    """w_new = J.T * w_old, from (n, 1) in the old coordinates."""
    return tidy(through.jacobian.T * through.into_new(covector))


def vector_in_new(vector: Any, through: Chart) -> Any:
    """v_new = J^-1 * v_old, from (n, 1) in the old coordinates; the Jacobian must be square.

    Raises ChartError for a chart onto fewer coordinates.
    """
    return tidy(_square(through).LUsolve(through.into_new(vector)))


def vector_in_old(vector: Any, through: Chart) -> Any:
    """v_old = J * v_new, from (m, 1) in the new coordinates; the result is written in the new ones."""
    return tidy(through.jacobian * vector)


def cometric_in_new(cometric: Any, through: Chart) -> Any:
    """c_new = J^-1 * c_old * J^-T, from (n, n) in the old coordinates."""
    back = _square(through).inv()
    return tidy(back * through.into_new(cometric) * back.T)


def operator_in_new(operator: Any, through: Chart) -> Any:
    """K_new = J^-1 * K_old * J, from (n, n) in the old coordinates."""
    J = _square(through)
    return tidy(J.inv() * through.into_new(operator) * J)


def gradient(function: Any, coordinates: Sequence[Symbol]) -> Any:
    """The differential of a function as a column of n components: a covector."""
    return sp.Matrix([sp.diff(function, c) for c in coordinates])


def natural_gradient(function: Any, metric: Any, coordinates: Sequence[Symbol]) -> Any:
    """g^-1 * df, (n, 1): the vector that the metric makes of the differential."""
    return tidy(metric.LUsolve(gradient(function, coordinates)))


def _square(through: Chart) -> Any:
    J = through.jacobian
    if J.rows != J.cols:
        raise ChartError(f"The Jacobian is {J.rows} x {J.cols}: only a change of chart can be undone.")
    return J
