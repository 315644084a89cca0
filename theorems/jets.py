"""Jets: Taylor polynomials that stand for smooth functions near a point, up to their degree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from theorems.arithmetic.balls import Balls
from theorems.arithmetic.base import OutsideDomainError
from theorems.arithmetic.dual import Dual
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.functions import standard_part
from theorems.arithmetic.matrix import Mat, column
from theorems.arithmetic.rationals import Rationals
from theorems.arithmetic.series import Series, total
from theorems.arithmetic.symbolic import Symbolic
from theorems.evaluate import Evaluator

JET_DEGREE = 3  # derivatives of losses, charts and probabilities up to this order are generic


class NotUniversalError(ArithmeticError):
    """A jet stands for all smooth functions only near its base point and up to its degree."""


class HigherJetError(NotUniversalError):
    """A jet of higher degree would do."""


@dataclass(frozen=True)
class Jet:
    """Σ c_α (x − base)^α: the Taylor polynomial of a smooth function of n variables.

    base          one scalar per variable.
    coefficients  exponent tuple → scalar.
    """

    base: tuple[Any, ...]
    coefficients: dict[tuple[int, ...], Any]
    complete: bool = False  # the polynomial is the function itself (an affine map), not a jet of it
    positive: bool = False  # the function is positive everywhere, though its polynomial need not be

    def __call__(self, ev: Evaluator, at: Any) -> Any:
        """The value at a column (or at a scalar, for one variable).

        Raises NotUniversalError when a formal jet is asked for more than it stands for, and
        OutsideDomainError where the polynomial of a positive function is not positive.
        """
        entries = at.entries if isinstance(at, Mat) else [at]
        shifts = [x - b for x, b in zip(entries, self.base, strict=True)]
        if not (self.complete or isinstance(ev.arithmetic, Floats)):
            self.stands_for_all(ev.arithmetic, shifts)
        monomials: dict[tuple[int, ...], Any] = {}
        value = total(
            [c * monomial(e, shifts, monomials) if any(e) else c for e, c in self.coefficients.items()]
        )
        if self.positive and isinstance(ev.arithmetic, Rationals | Balls) and not standard_part(value) > 0:
            raise OutsideDomainError("a positive function is asked for where its polynomial is not positive.")
        return value

    def stands_for_all(self, arithmetic: Any, shifts: list[Any]) -> None:
        """Refuse, or make a note, where the polynomial is one smooth function among others.

        A particular one may refute; that a statement holds for it says nothing of the others.
        """
        try:
            self.require_universal(shifts)
        except NotUniversalError:
            if isinstance(arithmetic, Symbolic):
                raise
            arithmetic.beyond_jets = True

    def require_universal(self, shifts: list[Any]) -> None:
        """Raise unless the shifts are infinitesimal and of low enough order."""
        degree = max(sum(exponents) for exponents in self.coefficients)
        for shift in shifts:
            if standard_part(shift) != 0:
                raise NotUniversalError(
                    "a smooth function is evaluated away from the point its jet stands at."
                )
            if infinitesimal_order(shift) > degree:
                raise HigherJetError(f"derivatives beyond order {degree} of a smooth function are needed.")


def infinitesimal_order(x: Any) -> int:
    """The highest power of the infinitesimals in x that survives truncation."""
    if isinstance(x, Dual):
        return 1 + max(infinitesimal_order(x.a), infinitesimal_order(x.b))
    if isinstance(x, Series):
        start = x.valuation()
        return x.order // start if 0 < start <= x.order else 0
    return 0


def monomial(exponents: tuple[int, ...], shifts: Sequence[Any], known: dict[tuple[int, ...], Any]) -> Any:
    """A product of powers of the shifts, not all of them zero; those found on the way are kept in `known`."""
    if exponents not in known:
        last = max(i for i, e in enumerate(exponents) if e)
        lower = tuple(e - (i == last) for i, e in enumerate(exponents))
        known[exponents] = monomial(lower, shifts, known) * shifts[last] if any(lower) else shifts[last]
    return known[exponents]


@dataclass(frozen=True)
class VectorJet:
    """A column of jets: a chart or a curve."""

    components: tuple[Jet, ...]

    def __call__(self, ev: Evaluator, at: Any) -> Mat:
        """The column of the components' values."""
        return column([component(ev, at) for component in self.components])


@dataclass(frozen=True)
class MatrixJet:
    """A square matrix of jets: a metric that depends on the point."""

    rows: tuple[tuple[Jet, ...], ...]

    def __call__(self, ev: Evaluator, at: Any) -> Mat:
        """The matrix of the entries' values.

        Raises OutsideDomainError where it is not positive definite: the metric is another matrix there.
        """
        found = Mat(tuple(tuple(jet(ev, at) for jet in row) for row in self.rows), ("n", "n"))
        if isinstance(ev.arithmetic, Rationals | Balls):
            there = found.map(standard_part)
            kept = (Mat(tuple(row[:k] for row in there.rows[:k]), there.dims) for k in range(1, ev.n + 1))
            if not all(part.determinant() > 0 for part in kept):
                raise OutsideDomainError("a metric is asked for where its polynomials do not make one.")
        return found
