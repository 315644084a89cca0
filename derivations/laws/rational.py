"""Scores of a Gaussian law whose mean and covariance are rational in the parameters.

Each score is a quadratic of x about the mean m of the law,

    s_i = a_i + b_i.y + y.T*M_i*y,     y = x - m ~ N(0, C),

with coefficients in a field of rational functions.  The field holds fractions in lowest terms, so that entries
stay small for a covariance of many parameters, where expressions multiply out to thousands of terms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy as sp
from sympy import Expr, Symbol
from sympy.polys.matrices import DomainMatrix
from sympy.polys.polyerrors import CoercionFailed, PolynomialError


@dataclass(frozen=True)
class RationalScores:
    """The scores s_i of a Gaussian law, i = 1, ..., n, over x in R^d.

    field       of rational functions: its elements are what is computed with.
    parameters  (n,), elements of the field.
    m, C, P     mean (d, 1), covariance (d, d) and precision C^-1 of the law.
    a           (n,), values of the scores at m.
    b           n matrices (d, 1).
    M           n symmetric matrices (d, d).
    """

    field: Any
    parameters: tuple[Any, ...]
    m: Any
    C: Any
    P: Any
    a: tuple[Any, ...]
    b: tuple[Any, ...]
    M: tuple[Any, ...]

    def mean(self) -> Any:
        """E[s_i] = a_i + tr(M_i*C), (n, 1)."""
        return sp.Matrix([self.field.to_sympy(e) for e in self._means])

    def products(self) -> Any:
        """E[s_i*s_j] = E[s_i]*E[s_j] + b_i.T*C*b_j + 2*tr(M_i*C*M_j*C), (n, n), by Isserlis."""
        means, MC = self._means, self._MC
        Cb = [self.C * b for b in self.b]

        def entry(i: int, j: int) -> Any:
            return means[i] * means[j] + self._dot(self.b[i], Cb[j]) + 2 * self._trace(MC[i], MC[j])

        return self._symmetric(entry)

    def mean_hessian(self) -> Any:
        """E[d_j s_i], (n, n), with E[s_i] a polynomial in a_i, b_i, M_i and the moments of the law.

        E[d_j s_i] = d_j E[s_i] - (what the law contributes by m and C)
                   = d_j(a_i + tr(M_i*C)) - b_i.d_j m - tr(M_i*d_j C)
        """
        dm = [_derivative(self.m, p) for p in self.parameters]
        dC = [_derivative(self.C, p) for p in self.parameters]

        def entry(i: int, j: int) -> Any:
            whole = self._means[i].diff(self.parameters[j])
            return whole - self._dot(self.b[i], dm[j]) - self._trace(self.M[i], dC[j])

        return self._symmetric(entry)

    @cached_property
    def _MC(self) -> list[Any]:
        """M_i*C = -d_i P*C/2, or P*d_i C/2 where C has no denominators: P*C is constant."""
        if all(e.denom.is_ground for e in self.C.to_list_flat()):
            return [(self.P * _derivative(self.C, p)).applyfunc(_halved) for p in self.parameters]
        return [M * self.C for M in self.M]

    @cached_property
    def _means(self) -> list[Any]:
        diagonals = ([MC.to_list()[k][k] for k in range(MC.shape[0])] for MC in self._MC)
        return [sum(diagonal, a) for a, diagonal in zip(self.a, diagonals, strict=True)]

    def _symmetric(self, entry: Any) -> Any:
        n = len(self.parameters)
        upper = {(i, j): self.field.to_sympy(entry(i, j)) for i in range(n) for j in range(i, n)}
        return sp.Matrix(n, n, lambda i, j: upper[min(i, j), max(i, j)])

    def _dot(self, u: Any, v: Any) -> Any:
        pairs = zip(u.to_list_flat(), v.to_list_flat(), strict=True)
        return sum((one * other for one, other in pairs), self.field.zero)

    def _trace(self, A: Any, B: Any) -> Any:
        """tr(A*B)."""
        return self._dot(A, B.transpose())


def rational_scores(
    log_density: Expr, parameters: Sequence[Symbol], x: Sequence[Symbol], m: Any, C: Any, P: Any
) -> RationalScores | None:
    """The scores of N(m, C) with P = C^-1, all rational in the parameters; None where something is not.

    log_density  the quadratic of x that it is, its constant any function with rational derivatives.
    """
    constants = set().union(*(A.free_symbols for A in (m, C, P)), log_density.free_symbols)
    field = sp.QQ.frac_field(*sorted(constants - set(x) | set(parameters), key=str))
    at_mean = dict(zip(x, m, strict=True))

    def matrix(A: Any) -> Any:
        entries = [field.from_sympy(e) for e in A]
        return DomainMatrix([entries[k * A.cols : (k + 1) * A.cols] for k in range(A.rows)], A.shape, field)

    try:
        mean, covariance, precision = matrix(m), matrix(C), matrix(P)
        a = tuple(field.from_sympy(sp.diff(log_density, p).xreplace(at_mean)) for p in parameters)
    except (CoercionFailed, PolynomialError, ValueError, ZeroDivisionError):
        return None
    places = tuple(map(field.from_sympy, parameters))
    # The gradient of the log-density in x is -P*(x - m); its derivative is P*dm - dP*y.
    b = tuple(precision * _derivative(mean, p) for p in places)
    M = tuple(-_derivative(precision, p).applyfunc(_halved) for p in places)
    return RationalScores(field, places, mean, covariance, precision, a, b, M)


def _derivative(A: Any, p: Any) -> Any:
    """The entries of a matrix over a field of rational functions differentiated by a generator of it."""
    return A.applyfunc(lambda e: e.diff(p))


def _halved(e: Any) -> Any:
    return e / 2
