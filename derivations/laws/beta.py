"""Beta laws on (0, 1) and beta prime laws on (0, oo): the two-variable Mellin transform."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import sympy as sp
from sympy import Expr, Symbol
from sympy.logic.boolalg import Boolean

from derivations.laws.monomials import Monomials
from derivations.laws.terms import diverges, normalised, off_zero, positive, refuse
from derivations.laws.transform import Expansion, Key, Transform, log_derivative, written_out


@dataclass(frozen=True)
class Beta(Transform):
    """Beta(a, b) on (0, 1).  E[x^s*(1 - x)^r] = B(a + s, b + r)/B(a, b).

    A monomial is x^s*(1 - x)^r*log(x)^q*log(1 - x)^p; the logarithms are derivatives in s and r.  As log(x)
    vanishes at 1, the integral is finite where a + s + p > 0 and b + r + q > 0, and the formula holds there
    by analytic continuation, wherever it is defined.
    """

    x: Symbol
    a: Expr
    b: Expr
    rule: str = "Mellin transform of the beta law"

    @cached_property
    def _monomials(self) -> Monomials:
        return Monomials((self.x,), (self.x, 1 - self.x), self.rule)

    def exists(self) -> Iterator[Boolean]:
        """The shapes are positive."""
        yield positive(self.a)
        yield positive(self.b)

    def read(self, expression: Expr) -> Expansion:
        """Sums of x^s*(1 - x)^r*log(x)^q*log(1 - x)^p."""
        return without_tilt(self._monomials.read(expression), self.rule, self.x)

    def moment(self, key: Key) -> Expr:
        """E[x^s*(1 - x)^r*log(x)^q*log(1 - x)^p]."""
        s, r, q, p = key
        require_finite(self.rule, self.conditions(key), _shown(self.x, 1 - self.x, key))
        return ratio(self.a, self.b, (self.a + s, self.b + r), (int(q), int(p)))

    def conditions(self, key: Key) -> Iterator[Boolean]:
        """Finite at both ends, and no pole of the continued formula."""
        s, r, q, p = key
        yield positive(self.a + s + p)
        yield positive(self.b + r + q)
        yield from _off_poles(self.a + s, p)
        yield from _off_poles(self.b + r, q)


@dataclass(frozen=True)
class BetaPrime(Transform):
    """Beta prime (a, b) on (0, oo).  E[x^s*(1 + x)^r] = B(a + s, b - s - r)/B(a, b).

    A monomial is x^s*(1 + x)^r*log(x)^q*log(1 + x)^p; the logarithms are derivatives in s and r.
    """

    x: Symbol
    a: Expr
    b: Expr
    rule: str = "Mellin transform of the beta prime law"

    @cached_property
    def _monomials(self) -> Monomials:
        return Monomials((self.x,), (self.x, 1 + self.x), self.rule)

    def exists(self) -> Iterator[Boolean]:
        """The shapes are positive."""
        yield positive(self.a)
        yield positive(self.b)

    def read(self, expression: Expr) -> Expansion:
        """Sums of x^s*(1 + x)^r*log(x)^q*log(1 + x)^p."""
        return without_tilt(self._monomials.read(expression), self.rule, self.x)

    def moment(self, key: Key) -> Expr:
        """E[x^s*(1 + x)^r*log(x)^q*log(1 + x)^p]."""
        s, r, q, p = key
        require_finite(self.rule, self.conditions(key), _shown(self.x, 1 + self.x, key))
        if q == p == 0:
            return ratio(self.a, self.b, (self.a + s, self.b - s - r), (0, 0))
        t, w = sp.symbols("t w", cls=sp.Dummy, positive=True)
        top = sp.exp(sp.loggamma(self.a + t) + sp.loggamma(self.b - t - w) - sp.loggamma(self.a + self.b - w))
        logs = top.args[0]
        value = log_derivative(logs, ((t, int(q)), (w, int(p)))).subs({t: s, w: r})
        return ratio(self.a, self.b, (self.a + s, self.b - s - r), (0, 0)) * written_out(value)

    def conditions(self, key: Key) -> Iterator[Boolean]:
        """Finite at zero, where log(1 + x) vanishes, and at infinity."""
        s, r, _, p = key
        yield positive(self.a + s + p)
        yield positive(self.b - s - r)
        yield from _off_poles(self.a + s, p)


def ratio(a: Expr, b: Expr, at: tuple[Expr, Expr], orders: tuple[int, int]) -> Expr:
    """d^q/ds^q d^p/dr^p of Gamma(s)*Gamma(r)/Gamma(s + r), over B(a, b), at a point."""
    (s, r), (q, p) = at, orders
    value = sp.gammasimp(
        sp.gamma(s) * sp.gamma(r) * sp.gamma(a + b) / (sp.gamma(s + r) * sp.gamma(a) * sp.gamma(b))
    )
    if q == p == 0:
        return written_out(value)
    t, w = sp.symbols("t w", cls=sp.Dummy, positive=True)
    logs = sp.loggamma(t) + sp.loggamma(w) - sp.loggamma(t + w)
    return value * written_out(log_derivative(logs, ((t, q), (w, p))).subs({t: s, w: r}))


def _off_poles(argument: Expr, order: Expr) -> Iterator[Boolean]:
    """Gamma(argument) may have poles where its argument is 0, -1, ..., down to -order + 1."""
    if argument.is_positive:
        return
    for k in range(int(order)):
        if (argument + k).is_zero is not False:
            yield off_zero(argument + k)


def without_tilt(expansion: Expansion, rule: str, *x: Symbol) -> Expansion:
    """Drop the exponents of exponentials; raises NotClosedError where one is not zero."""
    for key in expansion:
        if any(key[-len(x) :]):
            tilt = sp.exp(sp.Add(*(c * v for c, v in zip(key[-len(x) :], x, strict=True))))
            raise refuse(rule, tilt, "Exponentials have no rule here.")
    return {key[: -len(x)]: c for key, c in expansion.items()}


def require_finite(rule: str, conditions: Iterable[Boolean], monomial: Expr) -> None:
    """Raise DivergentError for an infinite expectation, NotClosedError at a pole of the formula."""
    for condition in conditions:
        if condition == sp.false:
            raise diverges(rule, monomial)
        if isinstance(condition, sp.Ne) and condition.lhs.is_number:
            raise refuse(rule, monomial, "It is finite, but the formula has a pole here: take a limit.")


def _shown(x: Expr, w: Expr, key: Key) -> Expr:
    s, r, q, p = key
    return x**s * w**r * sp.log(x) ** q * sp.log(w) ** p


def beta(log_density: Expr, x: Symbol) -> Beta | None:
    """Recognise the law on (0, 1), or None; the normalising constant is proved, not assumed."""
    found = _exponents(log_density, x, 1 - x)
    if found is None:
        return None
    s, r, constant = found
    a, b = s + 1, r + 1
    return Beta(x, a, b) if normalised(constant + _log_beta(a, b)) else None


def beta_prime(log_density: Expr, x: Symbol) -> BetaPrime | None:
    """Recognise the law on (0, oo), or None; the normalising constant is proved, not assumed."""
    found = _exponents(log_density, x, 1 + x)
    if found is None:
        return None
    s, r, constant = found
    a, b = s + 1, sp.expand(-r - s - 1)
    if r == 0 or b.is_nonpositive:
        return None
    return BetaPrime(x, a, b) if normalised(constant + _log_beta(a, b)) else None


def _log_beta(a: Expr, b: Expr) -> Expr:
    return sp.log(sp.gamma(a)) + sp.log(sp.gamma(b)) - sp.log(sp.gamma(sp.expand(a + b)))


def _exponents(log_density: Expr, x: Symbol, other: Expr) -> tuple[Expr, Expr, Expr] | None:
    """Read s*log(x) + r*log(other) + constant."""
    reader = Monomials((x,), (x, other), "beta")
    _, w = reader.letters
    opened = sp.expand(reader.fold(sp.expand_log(log_density)))
    s, r = opened.coeff(sp.log(x), 1), opened.coeff(sp.log(w), 1)
    constant = sp.expand(opened - s * sp.log(x) - r * sp.log(w))
    if sp.Tuple(s, r, constant).has(x, w):
        return None
    return s, r, constant
