"""Gaussian laws on R^d: Isserlis moments, and exponentials of linear forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.laws.terms import normalised, refuse, terms, tilts


@dataclass(frozen=True)
class Gaussian:
    """N(m, C) on R^d.  E[y_i*f(y)] = sum_j C_ij*E[d_j f(y)] for centred y (Isserlis, Stein)."""

    x: tuple[Symbol, ...]
    m: Any
    C: Any
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


def _lower(powers: tuple[int, ...], i: int) -> tuple[int, ...]:
    return (*powers[:i], powers[i] - 1, *powers[i + 1 :])


def gaussian(log_density: Expr, x: tuple[Symbol, ...]) -> Gaussian | None:
    """Recognise the law from a log-density, or None; the normalising constant is proved, not assumed."""
    try:
        poly = sp.Poly(log_density, *x)
    except sp.PolynomialError:
        return None
    if poly.total_degree() != 2:
        return None
    P = sp.Matrix(len(x), len(x), lambda i, j: -sp.diff(poly.as_expr(), x[i], x[j]))
    C = P.inv() if P.is_diagonal() or len(x) <= 2 else P.LUsolve(sp.eye(len(x)))
    b = sp.Matrix([poly.coeff_monomial(v) for v in x])
    m = (C * b).applyfunc(sp.cancel)
    constant = poly.coeff_monomial(1) + (b.T * C * b)[0] / 2
    if not normalised(constant - sp.log(P.det()) / 2 + sp.Rational(len(x), 2) * sp.log(2 * sp.pi)):
        return None
    return Gaussian(x, m, C)
