"""Means of polynomials under a centred normal law, exactly; of smooth functions in floats, by quadrature.

Exact   the body is evaluated with the coordinates as generators of a polynomial ring, and each monomial's
        mean follows from E[x_i p] = Σ_j S_ij E[∂_j p] (Stein's identity, which gives Isserlis' formula).
Floats  Gauss and Hermite's rule with 16 nodes a coordinate: exact for polynomials of degree up to 31. In
        extended precision it has 20, so that what the rule misses shows as a distance of the precisions.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import lru_cache, partial
from itertools import product
from operator import mul
from typing import Any

import numpy as np

from theorems.arithmetic import functions
from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.dual import Dual
from theorems.arithmetic.flint_fractions import FlintFractions, Quotient
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.matrix import Mat, column
from theorems.arithmetic.rationals import Rationals
from theorems.arithmetic.series import Series, total
from theorems.evaluate import HALF, Evaluator
from theorems.term import Term

ALIKE = 1e-9  # relatively: mirrored entries of a covariance this close are rounded apart
NODES = {np.float64: 16, np.longdouble: 20}
DEFINED_ON_POSITIVES = ("log", "sqrt", "power")


class Coordinates(FlintFractions):
    """Rational functions of the coordinates, which take both signs: a logarithm needs a positive argument."""

    def atom(self, function: str, x: Any, *, positive: bool = False, square: Any = None) -> Any:
        """The symbol standing for function(x).

        Raises OutsideArithmeticError where the function may be asked for what it is not defined on.
        """
        if function.startswith(DEFINED_ON_POSITIVES) and self.manifest_sign(x) != 1:
            raise OutsideArithmeticError(f"the {function} of something that a normal law may make negative.")
        return super().atom(function, x, positive=positive, square=square)


def mean(ev: Evaluator, name: str, covariance: Mat, body: Term) -> Any:
    """E[body] over the column `name` ~ N(0, covariance).

    covariance  (n, n), symmetric and positive definite.
    Raises OutsideArithmeticError for an arithmetic without the means, and for a body that is not a polynomial;
    OutsideDomainError where there is no normal law with that covariance.
    """
    if isinstance(ev.arithmetic, Rationals):
        return exact(ev, name, covariance, body)
    if isinstance(ev.arithmetic, Floats):
        return by_quadrature(ev, name, covariance, body)
    raise OutsideArithmeticError(f"a mean under a normal law has no name among the {ev.arithmetic.name}.")


def exact(ev: Evaluator, name: str, covariance: Mat, body: Term) -> Any:
    """The mean of a polynomial body, in ℚ or in jets over it."""
    from theorems.jets import NotUniversalError

    require_positive_definite(covariance)
    ring = Coordinates([f"{name}{i}" for i in range(ev.n)], frozenset())
    inner = Evaluator(ring, {key: lift(value, ring) for key, value in ev.environment.items()}, ev.n)
    inner.tags = ev.tags
    try:
        value = inner.binding(**{name: column([ring.generator(i) for i in range(ev.n)])})(body)
    except NotUniversalError as error:
        raise OutsideArithmeticError(f"under a normal law {error}") from error

    def moments(entry: Any) -> Any:
        if isinstance(entry, Dual):
            return Dual(moments(entry.a), moments(entry.b), entry.tag)
        if isinstance(entry, Series):
            return Series(tuple(moments(c) for c in entry.coefficients))
        if not isinstance(entry, Quotient):
            return entry  # what a derivative leaves of a number
        if entry.denominator != ring.one:
            raise OutsideArithmeticError("the mean under a normal law of something that is not a polynomial.")
        parts = [
            coefficient * moment(exponents[: ev.n], covariance)
            for exponents, coefficient in entry.numerator.to_dict().items()
            if known(exponents[ev.n :])
        ]
        return total(parts) if parts else ev.number(0)

    return value.map(moments) if isinstance(value, Mat) else moments(value)


def known(atoms: tuple[int, ...]) -> bool:
    """True; raises OutsideArithmeticError where a logarithm or root of the coordinates is left."""
    if any(atoms):
        raise OutsideArithmeticError("the mean under a normal law of a transcendental function.")
    return True


def lift(value: Any, ring: FlintFractions) -> Any:
    """A rational, or a jet or a matrix of them, in the ring; functions and laws are lifted part by part."""
    if isinstance(value, Mat):
        return value.map(lambda entry: lift(entry, ring))
    if isinstance(value, Dual):
        return Dual(lift(value.a, ring), lift(value.b, ring), value.tag)
    if isinstance(value, Series):
        return Series(tuple(lift(c, ring) for c in value.coefficients))
    if is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: lift(getattr(value, part.name), ring) for part in fields(value)}
        return replace(value, **parts)
    if isinstance(value, tuple | list):
        return type(value)(lift(part, ring) for part in value)
    if isinstance(value, dict):
        return {key: lift(part, ring) for key, part in value.items()}
    if hasattr(value, "p") and hasattr(value, "q"):
        return Quotient(ring.one * value, ring.one)
    return value


def moment(exponents: tuple[int, ...], covariance: Mat) -> Any:
    """E[Π x_i^{e_i}] by Stein's identity on the first coordinate that occurs."""
    first = next((i for i, e in enumerate(exponents) if e), None)
    if first is None:
        return 1
    if sum(exponents) % 2:
        return 0
    rest = tuple(e - (i == first) for i, e in enumerate(exponents))
    parts = [
        covariance.rows[first][j] * e * moment(tuple(x - (i == j) for i, x in enumerate(rest)), covariance)
        for j, e in enumerate(rest)
        if e
    ]
    return total(parts)


def require_positive_definite(covariance: Mat) -> None:
    """Raise OutsideDomainError unless a matrix is symmetric and its leading minors are positive.

    Of jets the numbers count that they stand at, where these are not zero.
    """
    n = len(covariance.rows)
    rows = covariance.rows
    symmetric = all(is_same(rows[i][j], rows[j][i]) for i in range(n) for j in range(i))
    kept = (Mat(tuple(row[:k] for row in rows[:k]), covariance.dims) for k in range(1, n + 1))
    if not (symmetric and all(functions.sign(Rationals(), part.determinant()) > 0 for part in kept)):
        raise OutsideDomainError("there is no normal law with a covariance that is not positive definite.")


def is_same(a: Any, b: Any) -> bool:
    """Whether two scalars, or jets, are equal in every part."""
    return bool(a == b) or not_told_apart(a - b)


def not_told_apart(gap: Any) -> bool:
    """Whether every part of a difference is zero."""
    if isinstance(gap, Dual):
        return not_told_apart(gap.a) and not_told_apart(gap.b)
    if isinstance(gap, Series):
        return all(not_told_apart(c) for c in gap.coefficients)
    return bool(gap == 0)


@lru_cache(maxsize=2)
def rule(count: int) -> tuple[Any, Any]:
    """Nodes and weights for the standard normal law."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(count)
    return nodes, weights / weights.sum()


def by_quadrature(ev: Evaluator, name: str, covariance: Mat, body: Term) -> Any:
    """Σ w f(L z) over the nodes z, with L Lᵀ the covariance."""
    count = NODES[ev.arithmetic.dtype]
    nodes, weights = rule(count)
    lower = cholesky(covariance, ev.arithmetic)
    result: Any = None
    for chosen in product(range(count), repeat=ev.n):
        z = [ev.arithmetic.dtype(nodes[k]) for k in chosen]
        weight = ev.arithmetic.dtype(np.prod([weights[k] for k in chosen]))
        at = column([total([lower[i][j] * z[j] for j in range(i + 1)]) for i in range(ev.n)])
        value = ev.binding(**{name: at})(body)
        part = value.map(partial(mul, weight)) if isinstance(value, Mat) else weight * value
        result = part if result is None else result + part
    return result


def cholesky(matrix: Mat, arithmetic: Floats) -> list[list[Any]]:
    """The lower factor, entry by entry, over batches and jets.

    Raises OutsideDomainError for a matrix that is not symmetric, or not positive definite.
    """
    n = len(matrix.rows)
    lower: list[list[Any]] = [[arithmetic.number(0)] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            above, below = (functions.standard_part(matrix.rows[k][m]) for k, m in ((j, i), (i, j)))
            arithmetic.require(np.allclose(above, below, rtol=ALIKE, atol=0), "normal law", above - below)
            rest = matrix.rows[i][j] - total(
                [lower[i][k] * lower[j][k] for k in range(j)] or [arithmetic.number(0)]
            )
            lower[i][j] = functions.power(arithmetic, rest, HALF) if i == j else rest / lower[j][j]
    return lower
