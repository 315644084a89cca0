"""Dirichlet laws on the simplex: the joint Mellin transform."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import sympy as sp
from sympy import Expr, Symbol
from sympy.logic.boolalg import Boolean

from derivations.laws.beta import require_finite, without_tilt
from derivations.laws.monomials import Monomials
from derivations.laws.terms import normalised, positive
from derivations.laws.transform import Expansion, Key, Transform, log_derivative, written_out


@dataclass(frozen=True)
class Dirichlet(Transform):
    """Dirichlet(a_0, ..., a_d) of y = (x_1, ..., x_d, 1 - sum x).  E[prod y_i^s_i] = B(a + s)/B(a).

    A monomial is prod_i y_i^s_i*log(y_i)^q_i; the logarithms are derivatives in the s_i.
    """

    x: tuple[Symbol, ...]
    a: tuple[Expr, ...]
    rule: str = "Mellin transform of the Dirichlet law"

    @cached_property
    def _monomials(self) -> Monomials:
        return Monomials(self.x, (*self.x, 1 - sp.Add(*self.x)), self.rule)

    def exists(self) -> Iterator[Boolean]:
        """The shapes are positive."""
        yield from map(positive, self.a)

    def read(self, expression: Expr) -> Expansion:
        """Sums of products of powers and logarithms of the shares."""
        return without_tilt(self._monomials.read(expression), self.rule, *self.x)

    def moment(self, key: Key) -> Expr:
        """E[prod_i y_i^s_i*log(y_i)^q_i]."""
        n = len(self.a)
        require_finite(self.rule, self.conditions(key), sp.Mul(*(k**s for k, s in zip(self.a, key[:n]))))
        t = sp.symbols(f"t:{n}", cls=sp.Dummy, positive=True)
        at = [a + s for a, s in zip(self.a, key[:n], strict=True)]
        logs = sp.Add(*map(sp.loggamma, t)) - sp.loggamma(sp.Add(*t))
        orders = [(v, int(q)) for v, q in zip(t, key[n:], strict=True)]
        value = log_derivative(logs, orders).subs(dict(zip(t, at, strict=True)))
        if not any(key[:n]):
            return written_out(value)
        over = sp.Mul(*map(sp.gamma, self.a)) / sp.gamma(sp.Add(*self.a))
        ratio = sp.Mul(*map(sp.gamma, at)) / sp.gamma(sp.Add(*at)) / over
        return sp.expand_func(sp.gammasimp(ratio)) * written_out(value)

    def conditions(self, key: Key) -> Iterator[Boolean]:
        """Finite where a share is zero; enough, and necessary where no other share has a logarithm."""
        for a, s in zip(self.a, key[: len(self.a)], strict=True):
            yield positive(a + s)


def dirichlet(log_density: Expr, x: tuple[Symbol, ...]) -> Dirichlet | None:
    """Recognise the law from a log-density, or None; the normalising constant is proved, not assumed."""
    reader = Monomials(x, (*x, 1 - sp.Add(*x)), "Dirichlet")
    rest = sp.expand(reader.fold(sp.expand_log(log_density)))
    a = []
    for letter in reader.letters:
        power = rest.coeff(sp.log(letter), 1)
        rest = sp.expand(rest - power * sp.log(letter))
        a.append(power + 1)
    if sp.Tuple(rest, *a).has(*x, *reader.letters):
        return None
    total = sp.Add(*(sp.log(sp.gamma(k)) for k in a)) - sp.log(sp.gamma(sp.Add(*a)))
    return Dirichlet(x, tuple(a)) if normalised(rest + total) else None
