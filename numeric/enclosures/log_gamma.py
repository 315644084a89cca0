"""Laws of which t = log(gamma variable) is a change of variable: density e^(k*t - e^t)/Gamma(k) on the line.

Tails.  Let |s_i| <= c_i*|t| for t <= -1 and |s_i| <= c_i*e^(r*t) for t >= 1.  Then, for A, B >= 1,

    int_{-oo}^{-A} |s_i*s_j| p dt <= c_i*c_j/Gamma(k) * int_A^oo t^2 e^(-k*t) dt,           as e^(-e^t) <= 1,
    int_B^oo       |s_i*s_j| p dt <= c_i*c_j/Gamma(k) * int_B^oo e^((k + 2*r)*t - e^t) dt
                                   = c_i*c_j/Gamma(k) * Gamma(k + 2*r, e^B),                with u = e^t.

Both are incomplete gamma functions.  The constants c_i rest on |t| >= 1 and t <= e^t alone.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil, log
from typing import Any

from flint import arb

from numeric.enclosures.integrals import GUARD, Ball, Matrix, enclosed, positive, power_tail, working

DIGITS = 30  # asked by default


def exponential(rate: Fraction | int, *, digits: int = DIGITS) -> Matrix:
    """E[s*s] for the exponential law of a rate, (1, 1).

    With e^t = rate*x, s = (1 - e^t)/rate, and |s| <= |t|/rate below -1, <= e^t/rate above 1.
    Raises ValueError where the rate is not positive.
    """
    with working(digits) as bits:
        (b,) = positive(rate=rate)
        return _over(1, lambda t, u: [(1 - u) / b], [1 / b], growth=1, bits=bits)


def gamma(shape: Fraction | int, rate: Fraction | int, *, digits: int = DIGITS) -> Matrix:
    """E[s*s.T] for the gamma law by shape k and rate b, (2, 2).

    With e^t = b*x, s_k = t - psi(k) and s_b = (k - e^t)/b.  |s_k| <= (1 + |psi(k)|)*|t| on both sides, and
    |s_b| <= (k + 1)/b times |t| below -1, where e^t < 1, and times e^t above 1.
    Raises ValueError where a parameter is not positive.
    """
    with working(digits) as bits:
        k, b = positive(shape=shape, rate=rate)
        psi = k.digamma()
        bounds = [1 + abs(psi), (k + 1) / b]
        return _over(shape, lambda t, u: [t - psi, (k - u) / b], bounds, growth=1, bits=bits)


def weibull(shape: Fraction | int, scale: Fraction | int, *, digits: int = DIGITS) -> Matrix:
    """E[s*s.T] for the Weibull law by shape k and scale b, (2, 2).

    With e^t = (x/b)^k, s_k = (1 + t - t*e^t)/k and s_b = k*(e^t - 1)/b.  |s_k| <= 3/k times |t| below -1 and
    times e^(2*t) above 1; |s_b| <= k/b times |t|, and times e^t.
    Raises ValueError where a parameter is not positive.
    """
    with working(digits) as bits:
        k, b = positive(shape=shape, scale=scale)
        bounds = [3 / k, k / b]
        return _over(1, lambda t, u: [(1 + t - t * u) / k, k * (u - 1) / b], bounds, growth=2, bits=bits)


def gumbel(scale: Fraction | int, *, digits: int = DIGITS) -> Matrix:
    """E[s*s.T] for the Gumbel law by location m and scale b, (2, 2); m moves x only and is not asked for.

    With t = -(x - m)/b, s_m = (1 - e^t)/b and s_b = (t*e^t - t - 1)/b.  |s_m| <= 1/b times |t| below -1, and
    times e^t above 1; |s_b| <= 3/b times |t|, and times e^(2*t).
    Raises ValueError where the scale is not positive.
    """
    with working(digits) as bits:
        (b,) = positive(scale=scale)
        bounds = [1 / b, 3 / b]
        return _over(1, lambda t, u: [(1 - u) / b, (t * u - t - 1) / b], bounds, growth=2, bits=bits)


def _over(
    shape: Fraction | int,
    scores: Callable[[Any, Any], Sequence[Any]],
    bounds: Sequence[Ball],
    *,
    growth: int,
    bits: int,
) -> Matrix:
    """E[s_i*s_j] under e^(k*t - e^t)/Gamma(k).

    scores  of t and e^t.
    bounds  the constants c_i.
    growth  the number r.
    """
    (k,) = positive(shape=shape)
    norm = k.gamma()
    # Where e^(-k*A) and e^(-e^B) have fallen below the bits asked; what is left out is bounded in any case.
    A = arb(max(1, ceil((bits + GUARD) * log(2) / float(shape))))
    B = arb(max(1, ceil(log((bits + GUARD) * log(2) + 10 * growth))))
    beyond = power_tail(2, k, A) + B.exp().gamma_upper(k + 2 * growth)
    return enclosed(
        lambda t, analytic: (k * t - t.exp()).exp() / norm,
        lambda t, analytic: scores(t, t.exp()),
        (-A, B),
        lambda i, j: bounds[i] * bounds[j] * beyond / norm,
        count=len(bounds),
        bits=bits,
    )
