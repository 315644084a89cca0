"""Wishart laws: moments by differentiating the Laplace transform of det(X)^(h - (d + 1)/2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import Expr, Symbol
from sympy.logic.boolalg import Boolean

from derivations.laws.plain import with_loggamma
from derivations.laws.terms import definite, normalised, positive, refuse
from derivations.laws.transform import Expansion, Key, Transform, collect, log_derivative, written_out


@dataclass(frozen=True)
class Wishart(Transform):
    """Density proportional to det(X)^(h - (d + 1)/2)*exp(-tr(B*X)) on positive definite matrices.

    The total is Gamma_d(h)*det(B)^(-h); derivatives in B give polynomials in X, derivatives in h powers of
    log det X.  A monomial is prod x_ij^k_ij*log(det X)^q, over the lower triangle.
    """

    x: tuple[Symbol, ...]
    h: Expr
    B: Any
    rule: str = "Laplace transform of the Wishart law"

    def exists(self) -> Iterator[Boolean]:
        """B is positive definite, and the total finite."""
        yield positive(self.h - sp.Rational(self.B.rows - 1, 2))
        yield from definite(self.B, self.B.inv().applyfunc(sp.cancel))

    def read(self, expression: Expr) -> Expansion:
        """Polynomials in the entries and in log det X."""
        size, letter = self.B.rows, sp.Dummy("log_det", real=True)
        det = symmetric(self.x, size).det()
        plain = expression.replace(
            lambda e: isinstance(e, sp.log) and sp.expand(e.args[0] - det) == 0, lambda _: letter
        )
        if not plain.is_polynomial(*self.x, letter):
            raise refuse(self.rule, expression, "It is not a polynomial in the entries and log det X.")
        found = sp.Poly(sp.expand(plain), *self.x, letter).terms()
        return collect((tuple(map(sp.Integer, powers)), c) for powers, c in found)

    def moment(self, key: Key) -> Expr:
        """E[prod x_ij^k_ij*log(det X)^q]."""
        size = self.B.rows
        b = sp.symbols(f"b:{len(self.x)}", cls=sp.Dummy, real=True)
        h = sp.Dummy("h", positive=True)
        det = symmetric(b, size).det()
        logs = log_multigamma(h, size) - h * sp.log(det)
        # tr(B*X) counts an entry off the diagonal twice
        weight = [-1 if i == j else -sp.Rational(1, 2) for i, j in places(size)]
        orders = [(v, int(k)) for v, k in zip(b, key[:-1], strict=True)]
        value = log_derivative(logs, [*orders, (h, int(key[-1]))])
        at = {v: self.B[i, j] for v, (i, j) in zip(b, places(size), strict=True)}
        scale = sp.Mul(*(w**k for w, k in zip(weight, key[:-1], strict=True)))
        return sp.factor(scale * written_out(value.subs({**at, h: self.h})))


def places(size: int) -> list[tuple[int, int]]:
    """The lower triangle, row by row."""
    return [(i, j) for i in range(size) for j in range(i + 1)]


def symmetric(entries: tuple[Any, ...], size: int) -> Any:
    """The symmetric matrix with these entries in its lower triangle."""
    at = dict(zip(places(size), entries, strict=True))
    return sp.Matrix(size, size, lambda i, j: at[max(i, j), min(i, j)])


def log_multigamma(h: Expr, size: int) -> Expr:
    """Log Gamma_d(h) = d*(d - 1)/4*log(pi) + sum_j log Gamma(h - j/2).  Source: [DLMF] 35.3.5"""
    constant = sp.Rational(size * (size - 1), 4) * sp.log(sp.pi)
    return constant + sp.Add(*(sp.loggamma(h - sp.Rational(j, 2)) for j in range(size)))


def wishart(log_density: Expr, x: tuple[Symbol, ...], size: int) -> Wishart | None:
    """Recognise the law from a log-density, or None; the normalising constant is proved, not assumed."""
    det = symmetric(x, size).det()
    letter = sp.Dummy("log_det", real=True)
    plain = sp.expand(
        with_loggamma(log_density).replace(
            lambda e: isinstance(e, sp.log) and sp.expand(e.args[0] - det) == 0, lambda _: letter
        )
    )
    slopes = [sp.diff(plain, v) for v in x]
    power = sp.diff(plain, letter)
    if sp.Tuple(power, *slopes).has(*x, letter):
        return None
    h = power + sp.Rational(size + 1, 2)
    halves = [-v if i == j else -v / 2 for v, (i, j) in zip(slopes, places(size), strict=True)]
    B = symmetric(tuple(map(sp.cancel, halves)), size)
    constant = plain.subs(dict.fromkeys((*x, letter), 0))
    total = sp.expand_log(log_multigamma(h, size) + h * sp.log(sp.factor(1 / B.det())))
    return Wishart(x, h, B.as_immutable()) if normalised(constant + total) else None
