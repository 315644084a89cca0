"""Gaussian laws on R^d: Isserlis moments, and exponentials of linear forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import Expr, Symbol
from sympy.logic.boolalg import Boolean
from sympy.polys.matrices import DomainMatrix
from sympy.polys.matrices.exceptions import DMNonInvertibleMatrixError

from derivations.laws.terms import definite, normalised, refuse, terms, tilts


@dataclass(frozen=True)
class Gaussian:
    """N(m, C) on R^d, with P the inverse of C where it is known.

    E[y_i*f(y)] = sum_j C_ij*E[d_j f(y)] for centred y (Isserlis, Stein).
    """

    x: tuple[Symbol, ...]
    m: Any
    C: Any
    P: Any = None
    rule: str = "Gaussian moments"

    def mean(self, expression: Expr) -> Expr:
        """Polynomials, and polynomials times exp(b.T*x): E[f(x)*exp(b.T*x)] shifts the mean by C*b."""
        y = tuple(sp.Dummy(v.name, real=True) for v in self.x)
        centred = expression.xreplace(dict(zip(self.x, self.m + sp.Matrix(y), strict=True)))
        pieces: dict[Expr, Expr] = {}
        for term in terms(centred):
            free, rest, exponent = tilts(term, y)
            pieces[exponent] = pieces.get(exponent, sp.S.Zero) + free * rest
        return sp.Add(*(self._tilted(polynomial, exponent, y) for exponent, polynomial in pieces.items()))

    def _tilted(self, polynomial: Expr, exponent: Expr, y: tuple[Symbol, ...]) -> Expr:
        if exponent == 0:
            return self._moments(polynomial, y)
        linear = self._poly(exponent, y)
        if linear.total_degree() > 1:
            raise refuse("Gaussian moments", sp.exp(exponent), "Only linear exponents have a rule here.")
        b = sp.Matrix([linear.coeff_monomial(v) for v in y])
        factor = linear.coeff_monomial(1) + (b.T * self.C * b)[0] / 2
        shift = dict(zip(y, sp.Matrix(y) + self.C * b, strict=True))
        return sp.exp(factor) * self._moments(polynomial.subs(shift, simultaneous=True), y)

    def _poly(self, expression: Expr, y: tuple[Symbol, ...]) -> Any:
        try:
            return sp.Poly(expression, *y)
        except sp.PolynomialError as error:
            hint = "It is not a polynomial in the observations."
            raise refuse("Gaussian moments", expression, hint) from error

    def _moments(self, polynomial: Expr, y: tuple[Symbol, ...]) -> Expr:
        memo: dict[tuple[int, ...], Expr] = {}
        return sp.Add(*(c * self._moment(powers, memo) for powers, c in self._poly(polynomial, y).terms()))

    def _moment(self, powers: tuple[int, ...], memo: dict[tuple[int, ...], Expr]) -> Expr:
        """E[y^powers] = sum_j C_ij*E[d_j y^(powers - i)], for the first i that is there."""
        if not any(powers):
            return sp.S.One
        if powers not in memo:
            i = next(k for k, n in enumerate(powers) if n)
            less = _lower(powers, i)
            memo[powers] = sp.Add(
                *(
                    n * self.C[i, j] * self._moment(_lower(less, j), memo)
                    for j, n in enumerate(less)
                    if n and self.C[i, j] != 0
                )
            )
        return memo[powers]

    def quadratic_products(self, functions: Sequence[Expr]) -> Any:
        """E[f_i*f_j] for quadratics f = a + b.y + y.T*M*y of the centred y, or None for others.

        (a_i + tr(M_i*C))*(a_j + tr(M_j*C)) + b_i.T*C*b_j + 2*tr(M_i*C*M_j*C), by Isserlis; the products
        M*C are reduced first, which keeps the entries small for a C of many parameters.
        """
        parts = [self._quadratic(f) for f in functions]
        if any(part is None for part in parts):
            return None
        n = len(functions)
        upper = {
            (i, j): parts[i].centre * parts[j].centre
            + (parts[i].b.T * parts[j].Cb)[0]
            + 2 * (parts[i].MC * parts[j].MC).trace()
            for i in range(n)
            for j in range(i, n)
        }
        return sp.Matrix(n, n, lambda i, j: upper[min(i, j), max(i, j)])

    def mean_gradient(self, log_density: Expr, parameters: Sequence[Symbol]) -> Any:
        """E[d_i f] in the parameters, (n, 1), for a log-density f that is a quadratic of x."""
        expected, values = self._expected(log_density)
        return sp.Matrix([sp.diff(expected, p) for p in parameters]).xreplace(values)

    def mean_hessian(self, log_density: Expr, parameters: Sequence[Symbol]) -> Any:
        """E[d_i d_j f] in the parameters, (n, n), for a log-density f that is a quadratic of x."""
        expected, values = self._expected(log_density)
        n, gradient = len(parameters), [sp.diff(expected, p) for p in parameters]
        upper = {
            (i, j): sp.diff(gradient[i], parameters[j]).xreplace(values)
            for i in range(n)
            for j in range(i, n)
        }
        return sp.Matrix(n, n, lambda i, j: upper[min(i, j), max(i, j)])

    def _expected(self, log_density: Expr) -> tuple[Expr, dict[Symbol, Expr]]:
        """E[f] = f(m) + tr(f''*C)/2 with letters for m and C, and their values.

        Derivatives in the parameters leave the letters alone; for a C of many parameters this keeps the
        entries small.
        """
        curvature = self._curvature(log_density)
        if curvature is None:
            raise refuse(self.rule, log_density, "It is not a quadratic of the observations.")
        mean = [sp.Dummy(f"m{i}", real=True) for i in range(len(self.x))]
        pairs = [(i, j) for i in range(len(self.x)) for j in range(i + 1)]
        covariance = [sp.Dummy(f"c{i}{j}", real=True) for i, j in pairs]
        expected = log_density.xreplace(dict(zip(self.x, mean, strict=True)))
        for c, (i, j) in zip(covariance, pairs, strict=True):
            expected += sp.cancel(curvature[i, j]) * c / (2 if i == j else 1)
        values = [self.C[place] for place in pairs]
        return expected, dict(zip((*mean, *covariance), (*self.m, *values), strict=True))

    def exists(self) -> Iterator[Boolean]:
        """The covariance is positive definite."""
        yield from definite(*(A for A in (self.C, self.P) if A is not None))

    def _curvature(self, function: Expr) -> Any:
        """The second derivatives in x, or None where they are not constant."""
        hessian = sp.hessian(function, self.x)
        if hessian.has(*self.x):
            hessian = hessian.applyfunc(sp.expand)
        return None if hessian.has(*self.x) else hessian

    def _quadratic(self, function: Expr) -> Any:
        hessian = self._curvature(function)
        if hessian is None:
            return None
        at = dict(zip(self.x, self.m, strict=True))
        b = sp.Matrix([sp.diff(function, v) for v in self.x]).subs(at).applyfunc(sp.cancel)
        MC = _product(hessian / 2, self.C)
        centre = sp.cancel(function.subs(at)) + MC.trace()
        return Quadratic(centre, b, (self.C * b).applyfunc(sp.cancel), MC)


@dataclass(frozen=True)
class Quadratic:
    """A quadratic a + b.y + y.T*M*y under N(0, C).

    centre  its mean a + tr(M*C).
    b, Cb   (d, 1).
    MC      (d, d).
    """

    centre: Expr
    b: Any
    Cb: Any
    MC: Any


def _lower(powers: tuple[int, ...], i: int) -> tuple[int, ...]:
    return (*powers[:i], powers[i] - 1, *powers[i + 1 :])


def gaussian(log_density: Expr, x: tuple[Symbol, ...]) -> Gaussian | None:
    """Recognise the law from a log-density, or None; the normalising constant is proved, not assumed."""
    P = -sp.hessian(log_density, x)
    if P.has(*x):
        P = P.applyfunc(sp.expand)
    if P.has(*x) or P.is_zero_matrix:
        return None
    P = _reduced(P)
    C = _inverse(P)
    if C is None:
        return None
    origin = dict.fromkeys(x, 0)
    b = sp.Matrix([sp.diff(log_density, v) for v in x]).subs(origin)
    m = _product(C, _reduced(b))
    constant = log_density.subs(origin) + (b.T * m)[0] / 2
    (determinant,) = _reduced(sp.Matrix([[P.det()]]))
    gap = constant - sp.log(determinant) / 2 + sp.Rational(len(x), 2) * sp.log(2 * sp.pi)
    return Gaussian(x, m, C, P) if normalised(gap) else None


def _inverse(P: Any) -> Any:
    """The inverse over the field of rational functions, or None for a singular matrix."""
    try:
        return _entries(DomainMatrix.from_Matrix(P).to_field().inv())
    except (DMNonInvertibleMatrixError, ZeroDivisionError):
        return None


def _product(A: Any, B: Any) -> Any:
    """The product of two matrices over their field of rational functions, entries reduced."""
    left, right = DomainMatrix.from_Matrix(A).to_field().unify(DomainMatrix.from_Matrix(B).to_field())
    return _entries(left * right)


def _reduced(A: Any) -> Any:
    """The entries of a matrix in lowest terms."""
    return _entries(DomainMatrix.from_Matrix(A).to_field())


def _entries(A: Any) -> Any:
    """A matrix over a field as expressions in lowest terms; those of a field of fractions are."""
    return (
        A.to_Matrix() if A.domain.is_FractionField or A.domain.is_QQ else A.to_Matrix().applyfunc(sp.cancel)
    )
