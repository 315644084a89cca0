"""The normal, beta and von Mises laws in balls: two with tails bounded where they stand, one on a circle."""

from fractions import Fraction
from math import ceil, log, sqrt
from typing import Any

from flint import arb

from numeric.enclosures.integrals import GUARD, Matrix, ball, enclosed, positive, power_tail, working

DIGITS = 30  # asked by default


def normal(deviation: Fraction | int, *, digits: int = DIGITS) -> Matrix:
    """E[s*s.T] for N(m, d^2) by m and d, (2, 2); m moves x only and is not asked for.

    With z = (x - m)/d, s_m = z/d and s_d = (z^2 - 1)/d; for |z| >= 1 both are at most z^2/d, so that

        int_{|z| > N} |s_i*s_j| p dz <= 2/(d^2*sqrt(2*pi)) * int_N^oo z^4 e^(-z^2/2) dz
                                      = 2/(d^2*sqrt(2*pi)) * 2^(3/2) * Gamma(5/2, N^2/2),    N >= 1.

    Raises ValueError where the deviation is not positive.
    """
    with working(digits) as bits:
        (d,) = positive(deviation=deviation)
        root = (2 * arb.pi()).sqrt()
        N = arb(ceil(sqrt(2 * (bits + GUARD) * log(2))))
        beyond = 2 / (d**2 * root) * arb(8).sqrt() * (N**2 / 2).gamma_upper(arb(5) / 2)
        return enclosed(
            lambda z, analytic: (-z * z / 2).exp() / root,
            lambda z, analytic: [z / d, (z * z - 1) / d],
            (-N, N),
            lambda i, j: beyond,
            count=2,
            bits=bits,
        )


def beta(a: Fraction | int, b: Fraction | int, *, digits: int = DIGITS) -> Matrix:
    """E[s*s.T] for the beta law by its shapes, (2, 2).

    With t = log(x/(1 - x)) the density is e^(a*t)/(1 + e^t)^(a + b)/B(a, b), and
    s_a = t - L - (psi(a) - psi(a + b)), s_b = -L - (psi(b) - psi(a + b)) with L = log(1 + e^t).
    For |t| >= 1, |log x| and |log(1 - x)| are at most |t| + log 2 <= 2*|t|, so |s_i| <= c_i*|t| with
    c_i = 2 + |psi(.) - psi(a + b)|; the density is at most e^(-a*|t|)/B below and e^(-b*t)/B above, so that

        int outside |s_i*s_j| p dt <= c_i*c_j/B * (int_A^oo t^2 e^(-a*t) dt + int_A'^oo t^2 e^(-b*t) dt).

    Raises ValueError where a shape is not positive.
    """
    with working(digits) as bits:
        p, q = positive(a=a, b=b)
        centres = [p.digamma() - (p + q).digamma(), q.digamma() - (p + q).digamma()]
        total = p.gamma() * q.gamma() / (p + q).gamma()
        low, high = (arb(max(1, ceil((bits + GUARD) * log(2) / float(c)))) for c in (a, b))
        beyond = (power_tail(2, p, low) + power_tail(2, q, high)) / total
        c = [2 + abs(centre) for centre in centres]

        def softened(t: Any, analytic: bool) -> Any:
            # The logarithm is cut along t = x + i*pi, where Arb must be told not to trust its value.
            return (1 + t.exp()).log(analytic=analytic)

        def scores(t: Any, analytic: bool) -> list[Any]:
            L = softened(t, analytic)
            return [t - L - centres[0], -L - centres[1]]

        return enclosed(
            lambda t, analytic: (p * t - (p + q) * softened(t, analytic)).exp() / total,
            scores,
            (-low, high),
            lambda i, j: c[i] * c[j] * beyond,
            count=2,
            bits=bits,
        )


def von_mises(concentration: Fraction | int, *, digits: int = DIGITS) -> Matrix:
    """E[s*s.T] for the von Mises law by direction m and concentration k, (2, 2); m is not asked for.

    With y = x - m, s_m = k*sin(y) and s_k = cos(y) - I_1(k)/I_0(k), over the whole circle: there is no tail.
    Raises ValueError where the concentration is not positive.
    """
    with working(digits) as bits:
        (k,) = positive(concentration=concentration)
        zeroth, first = k.bessel_i(arb(0)), k.bessel_i(arb(1))
        return enclosed(
            lambda y, analytic: (k * y.cos()).exp() / (2 * arb.pi() * zeroth),
            lambda y, analytic: [k * y.sin(), y.cos() - first / zeroth],
            (-arb.pi(), arb.pi()),
            lambda i, j: ball(0),
            count=2,
            bits=bits,
        )
