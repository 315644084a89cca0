"""Special functions of jets: log Γ, its derivatives, and Bessel functions of a plain number."""

from __future__ import annotations

from typing import Any

import flint

from fisherproof.replaying.jets import Jet, NotDecidableError, ball, factorial, taylor

MOST_ORDER = 12


def positive(x: Jet, what: str) -> Any:
    """The number a jet stands at, as a ball of positive numbers.

    Raises NotDecidableError for any other.
    """
    c = ball(x.constant)
    if not isinstance(c, flint.arb) or not c > 0:
        raise NotDecidableError(f"the {what} of {c} is asked for.")
    return c


def derivative_of_loggamma(order: int, c: Any) -> Any:
    """ψ^(m)(c), by Hurwitz' zeta function for m ≥ 1."""
    if order == 0:
        return c.digamma()
    return flint.arb(order + 1).zeta(c) * factorial(order) * (-1) ** (order + 1)


def loggamma(x: Jet) -> Jet:
    """log Γ of a jet at a positive number."""
    c = positive(x, "log Γ")
    return taylor(x, lambda k: c.lgamma() if k == 0 else derivative_of_loggamma(k - 1, c) / factorial(k))


def polygamma(order: int, x: Jet) -> Jet:
    """ψ^(m) of a jet at a positive number.

    Raises NotDecidableError for an order that no certificate needs.
    """
    if not 0 <= order <= MOST_ORDER:
        raise NotDecidableError(f"a polygamma function of order {order} is asked for.")
    c = positive(x, "polygamma function")
    return taylor(x, lambda k: derivative_of_loggamma(order + k, c) / factorial(k))


def besseli(order: int, x: Jet) -> Jet:
    """I_m of a jet; I_m′ = (I_(m−1) + I_(m+1))/2, so the first derivative only.

    Raises NotDecidableError for an order that no certificate needs, or a second derivative.
    """
    if not 0 <= order <= MOST_ORDER:
        raise NotDecidableError(f"a Bessel function of order {order} is asked for.")
    c = ball(x.constant)

    def derivative(k: int) -> Any:
        if k == 0:
            return c.bessel_i(order)
        if k == 1:
            return (c.bessel_i(abs(order - 1)) + c.bessel_i(order + 1)) / 2
        raise NotDecidableError("a second derivative of a Bessel function is asked for.")

    return taylor(x, derivative)
