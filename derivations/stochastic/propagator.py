"""exp(-A*t), and whether it decays."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy import Expr

from derivations.stochastic import shapes
from derivations.stochastic.errors import NoClosedFormError
from derivations.tidy import tidy


def propagator(A: Any, t: Expr) -> Any:
    """exp(-A*t), (n, n): the solution of dP/dt = -A*P with P(0) = Id.

    A  (n, n), per time, with entries that do not depend on t.
    t  a time.

    Two by two, with h = tr A / 2 and d^2 = h^2 - det A: exp(-h*t)*(cosh(d*t)*Id - sinh(d*t)/d*(A - h*Id)),
    where d = 0 is only taken if it shows; else by the Jordan form, where the eigenvalues are rational
    functions of the entries.

    Raises ShapeError for a matrix that is not square, NoClosedFormError for other eigenvalues if n > 2.

    >>> propagator([[2, 1], [0, 2]], sp.Symbol("t"))
    Matrix([
    [exp(-2*t), -t*exp(-2*t)],
    [        0,    exp(-2*t)]])
    """
    A = shapes.matrix("The drift matrix", A, sp.Matrix(A).rows, sp.Matrix(A).rows)
    if A.rows == 2:
        return _two_by_two(A, t)
    degree = max(factor.degree() for factor, _ in A.charpoly().factor_list()[1])
    if degree > 1:
        raise NoClosedFormError(
            f"The characteristic polynomial of {A} has an irreducible factor of degree {degree}. "
            "Split the system into blocks of two, or put numbers in and compute with floats."
        )
    return tidy((-A * t).exp())


def _two_by_two(A: Any, t: Expr) -> Any:
    h = A.trace() / 2
    square = sp.factor(h**2 - A.det())
    if square == 0:
        even, odd = sp.S.One, t
    elif square.is_negative:
        d = sp.sqrt(-square)
        even, odd = sp.cos(d * t), sp.sin(d * t) / d
    else:
        # d enters through d^2 only, so the sign that Abs would fix is free
        d = sp.sqrt(square).replace(sp.Abs, lambda u: u)
        even, odd = sp.cosh(d * t), sp.sinh(d * t) / d
    return (sp.exp(-h * t) * (even * sp.eye(2) - odd * (A - h * sp.eye(2)))).applyfunc(_exponentials)


def _exponentials(entry: Expr) -> Expr:
    return tidy(sp.powsimp(sp.expand(entry.rewrite([sp.cosh, sp.sinh], sp.exp))))


def stable(A: Any) -> bool | None:
    """Whether every eigenvalue of A has a positive real part, so that exp(-A*t) decays.

    By Hurwitz: the leading minors of the Hurwitz matrix of det(lambda*Id + A) are positive.
    None where the sign of one of them does not follow from the assumptions on the symbols.

    Source: [Gantmacher1959] vol. 2, ch. XV.  Raises ShapeError for a matrix that is not square.

    >>> stable([[1, 5], [-5, 0]]), stable([[1, 2], [2, 1]])
    (True, False)
    """
    A = shapes.matrix("The drift matrix", A, sp.Matrix(A).rows, sp.Matrix(A).rows)
    n = A.rows
    a = (-A).charpoly().all_coeffs()
    hurwitz = sp.Matrix(n, n, lambda i, j: a[2 * j - i + 1] if 0 <= 2 * j - i + 1 <= n else 0)
    minors = [sp.factor(hurwitz[:k, :k].det()) for k in range(1, n + 1)]
    if any(minor.is_nonpositive for minor in minors):
        return False
    return True if all(minor.is_positive for minor in minors) else None
