"""The square-root process dx = kappa*(m - x) dt + s*sqrt(x) dW (Ito), x >= 0.

The generator sends x^n to a_n*x^(n-1) - n*kappa*x^n with a_n = n*(kappa*m + (n-1)*s^2/2), so that moments of
every order are sums of exponentials.  Stationary: gamma of shape 2*kappa*m/s^2 and rate 2*kappa/s^2.
Source: [CoxIngersollRoss1985] sec. 3.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp
from sympy import Expr, Symbol

from derivations.stochastic.errors import NoStationaryLawError, StochasticError
from derivations.stochastic.sde import SDE, Convention
from derivations.tidy import tidy


@dataclass(frozen=True)
class SquareRootProcess:
    """A process whose variance grows with its level.

    kappa  the rate of return, per time, positive.
    m      the mean level, in units of x, positive.
    s      the strength of the noise, in units of the root of x per time; not zero.

    Raises NoStationaryLawError where kappa or m is known not to be positive, StochasticError for s = 0.
    """

    kappa: Expr
    m: Expr
    s: Expr

    def __post_init__(self) -> None:
        for name, value in (("kappa", sp.sympify(self.kappa)), ("m", sp.sympify(self.m))):
            if value.is_nonpositive:
                raise NoStationaryLawError(
                    f"{name} = {value} is not positive: the process does not settle in x > 0."
                )
        if sp.sympify(self.s).is_zero:
            raise StochasticError("s = 0: without noise this is an ordinary differential equation.")

    def sde(self, x: Symbol) -> SDE:
        """The Ito equation in a coordinate x, which is taken to be positive."""
        return SDE((x,), [self.kappa * (self.m - x)], [[self.s * sp.sqrt(x)]], Convention.ITO)

    def moment(self, order: int, x0: Expr, t: Expr) -> Expr:
        """E[x(t)^n | x0] for t >= 0, exactly; raises StochasticError unless the order is 0, 1, 2, ..."""
        rate = [sp.exp(-j * self.kappa * t) for j in range(_whole(order) + 1)]
        weight = [sp.S.One]  # of exp(-j*kappa*t) in the moment of the order reached so far
        for n in range(1, order + 1):
            weight = [self._gain(n) * w / ((n - j) * self.kappa) for j, w in enumerate(weight)]
            weight.append(sp.sympify(x0) ** n - sp.Add(*weight))
        return tidy(sp.Add(*[w * e for w, e in zip(weight, rate, strict=True)]))

    def variance(self, x0: Expr, t: Expr) -> Expr:
        """Var[x(t) | x0], in units of x squared."""
        return tidy(self.moment(2, x0, t) - self.moment(1, x0, t) ** 2)

    def stationary_moment(self, order: int) -> Expr:
        """E[x^n] = prod_k a_k / (k*kappa) in the stationary law; raises as moment does."""
        return tidy(sp.Mul(*[self._gain(k) / (k * self.kappa) for k in range(1, _whole(order) + 1)]))

    def stationary_log_density(self, x: Symbol) -> Expr:
        """(2*kappa*m/s^2 - 1)*log x - 2*kappa*x/s^2, up to a constant."""
        return (2 * self.kappa * self.m / self.s**2 - 1) * sp.log(x) - 2 * self.kappa * x / self.s**2

    def stationary_autocovariance(self, t: Expr) -> Expr:
        """Cov[x(t), x(0)] = exp(-kappa*t)*m*s^2 / (2*kappa), t >= 0, in units of x squared."""
        return sp.exp(-self.kappa * t) * self.m * self.s**2 / (2 * self.kappa)

    def _gain(self, n: int) -> Expr:
        """a_n: what the moment of order n - 1 adds to that of order n, per time."""
        return n * (self.kappa * self.m + (n - 1) * sp.sympify(self.s) ** 2 / 2)


def _whole(order: int) -> int:
    if order < 0 or order != int(order):
        raise StochasticError(f"Moments have orders 0, 1, 2, ...; this one is {order}.")
    return int(order)
