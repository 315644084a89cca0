"""Power series laws a(x)*z^x/A(z) on integers: factorial moments z^j*A^(j)(z)/A(z), tilted.

geometric           a = 1              A = 1/(1 - z)
negative binomial   a = (r)_x/x!       A = (1 - z)^(-r)
binomial            a = C(n, x)        A = (1 + z)^n
logarithmic         a = 1/x, x >= 1    A = -log(1 - z)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import sympy as sp
from sympy import Expr, Symbol
from sympy.functions.combinatorial.numbers import stirling
from sympy.logic.boolalg import Boolean

from derivations.laws.monomials import Monomials
from derivations.laws.plain import with_loggamma
from derivations.laws.terms import normalised, positive, refuse
from derivations.laws.transform import Expansion, Key, Transform


@dataclass(frozen=True)
class Shape:
    """One kind of power series law.

    name             for the record.
    log_coefficient  log a(x).
    log_total        log A(z), as a function of z.
    factorial        z^j*A^(j)(z)/A(z), as a function of j and z.
    """

    name: str
    log_coefficient: Expr
    log_total: Callable[[Expr], Expr]
    factorial: Callable[[int, Expr], Expr]


@dataclass(frozen=True)
class PowerSeries(Transform):
    """A power series law.  E[x^n*exp(c*x)] = A(w)/A(z)*sum_j S(n, j)*w^j*A^(j)(w)/A(w), with w = z*e^c.

    A monomial is x^n*exp(c*x); S are Stirling numbers of the second kind.
    """

    x: Symbol
    z: Expr
    shape: Shape

    @property
    def rule(self) -> str:  # type: ignore[override]
        """The kind of law."""
        return f"factorial moments of the {self.shape.name} law"

    @cached_property
    def _monomials(self) -> Monomials:
        return Monomials((self.x,), (self.x,), self.rule)

    def exists(self) -> Iterator[Boolean]:
        """The series converges; z is positive, being an exponential."""
        if self.shape.name != "binomial":
            yield positive(1 - self.z)

    def read(self, expression: Expr) -> Expansion:
        """Polynomials times exponentials of x."""
        found = self._monomials.read(expression)
        for n, logs, _ in found:
            if logs or not (n.is_Integer and n >= 0):
                raise refuse(self.rule, self.x**n * sp.log(self.x) ** logs, "It is no polynomial.")
        return found

    def moment(self, key: Key) -> Expr:
        """E[x^n*exp(c*x)]."""
        n, _, c = key
        w = self.z * sp.exp(c)
        tilt = sp.S.One if c == 0 else sp.exp(self.shape.log_total(w) - self.shape.log_total(self.z))
        return tilt * sp.Add(*(stirling(n, j) * self.shape.factorial(j, w) for j in range(int(n) + 1)))


def power_series(log_density: Expr, x: Symbol, lower: Expr, upper: Expr) -> PowerSeries | None:
    """Recognise the law from a log-density, or None; the normalising constant is proved, not assumed."""
    plain = with_loggamma(log_density)
    for shape in _shapes(plain, x, lower, upper):
        rest = sp.expand(sp.expand_log(plain - shape.log_coefficient), power_base=True)
        slope = sp.diff(rest, x)
        if slope.has(x):
            continue
        z = sp.exp(slope)
        if normalised(rest.subs(x, 0) + shape.log_total(z)):
            return PowerSeries(x, z, shape)
    return None


def _shapes(plain: Expr, x: Symbol, lower: Expr, upper: Expr) -> Iterator[Shape]:
    if lower == 0 and upper == sp.oo:
        yield Shape("geometric", sp.S.Zero, lambda z: -sp.log(1 - z), lambda j, z: _rising(sp.S.One, j, z))
        for atom in sorted(plain.atoms(sp.loggamma), key=sp.default_sort_key):
            r = sp.expand(atom.args[0] - x)
            if not r.has(x) and r != 1:
                yield _negative_binomial(x, r)
    elif lower == 0:
        n = upper
        yield Shape(
            "binomial",
            sp.loggamma(n + 1) - sp.loggamma(x + 1) - sp.loggamma(n - x + 1),
            lambda z: -n * sp.log(sp.cancel(1 / (1 + z))),
            lambda j, z: sp.ff(n, j) * sp.cancel(z / (1 + z)) ** j,
        )
    elif (lower, upper) == (1, sp.oo):
        yield Shape("logarithmic", -sp.log(x), lambda z: sp.log(-sp.log(1 - z)), _logarithmic)


def _negative_binomial(x: Symbol, r: Expr) -> Shape:
    return Shape(
        "negative binomial",
        sp.loggamma(x + r) - sp.loggamma(x + 1) - sp.loggamma(r),
        lambda z: -r * sp.log(1 - z),
        lambda j, z: _rising(r, j, z),
    )


def _rising(r: Expr, j: int, z: Expr) -> Expr:
    return sp.Mul(*(r + i for i in range(j))) * (z / (1 - z)) ** j


def _logarithmic(j: int, z: Expr) -> Expr:
    return sp.S.One if j == 0 else -sp.factorial(j - 1) * (z / (1 - z)) ** j / sp.log(1 - z)
