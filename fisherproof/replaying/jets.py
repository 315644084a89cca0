"""Numbers with infinitesimals: polynomials in nilpotent ε's and a truncated t, over exact rationals or balls.

One algebra serves derivatives (ε² = 0) and asymptotic expansions (t^(N+1) = 0);
functions act by their Taylor series, which is finite because the rest is nilpotent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flint

Monomial = tuple[int, frozenset[int]]  # the power of t, and the ε's present
ONE: Monomial = (0, frozenset())
EXACT = 10**6  # no t occurs at all: what is zero is exactly zero
MOST_MONOMIALS = 128  # of the jets inside the exponential of a matrix
MOST_POWER = 64  # of an exponent's numerator and denominator


class NotDecidableError(ArithmeticError):
    """Balls are too wide, or a value does not exist, so the certificate cannot be confirmed."""


class Jet:
    """Σ c · t^k · ε_i ε_j …, truncated after t^last."""

    __slots__ = ("last", "terms")

    def __init__(self, terms: dict[Monomial, Any], last: int) -> None:
        self.terms = {m: c for m, c in terms.items() if m[0] <= last and (m == ONE or not is_zero(c))}
        self.last = last

    @property
    def constant(self) -> Any:
        """The part without infinitesimals."""
        return self.terms.get(ONE, flint.fmpq(0))

    def __add__(self, other: Jet) -> Jet:
        terms = dict(self.terms)
        for monomial, c in other.terms.items():
            terms[monomial] = terms[monomial] + c if monomial in terms else c
        return Jet(terms, min(self.last, other.last))

    def __neg__(self) -> Jet:
        return Jet({m: -c for m, c in self.terms.items()}, self.last)

    def __sub__(self, other: Jet) -> Jet:
        return self + (-other)

    def __mul__(self, other: Jet) -> Jet:
        terms: dict[Monomial, Any] = {}
        last = min(self.last, other.last)
        for (k, e), a in self.terms.items():
            for (m, f), b in other.terms.items():
                if k + m <= last and not e & f:
                    key = (k + m, e | f)
                    terms[key] = terms[key] + a * b if key in terms else a * b
        return Jet(terms, last)

    def __truediv__(self, other: Jet) -> Jet:
        return self * power(other, flint.fmpq(-1))

    def coefficient_of(self, epsilon: int) -> Jet:
        """The derivative: what multiplies an ε."""
        found = {(k, e - {epsilon}): c for (k, e), c in self.terms.items() if epsilon in e}
        return Jet(found, self.last)

    def without(self, epsilon: int) -> Jet:
        """The value at ε = 0."""
        return Jet({(k, e): c for (k, e), c in self.terms.items() if epsilon not in e}, self.last)

    def start(self) -> int:
        """The lowest power of t that occurs."""
        return min((k for (k, _), c in self.terms.items() if not is_zero(c)), default=self.last + 1)

    def shifted(self, by: int) -> Jet:
        """Multiplied by t^by; what is known moves along."""
        return Jet({(k + by, e): c for (k, e), c in self.terms.items()}, self.last + by)


def basis(entries: list[Jet], last: int) -> list[Monomial]:
    """The monomials that products of some jets may hold, 1 first.

    Raises NotDecidableError where there are more of them than a certificate needs.
    """
    met = {monomial for entry in entries for monomial in entry.terms if monomial != ONE}
    found, fresh = {ONE}, {ONE}
    while fresh:
        longer = {(k + m, e | f) for k, e in fresh for m, f in met if k + m <= last and not e & f}
        fresh = longer - found
        found |= fresh
        if len(found) > MOST_MONOMIALS:
            raise NotDecidableError("more infinitesimals in an exponential than a certificate needs.")
    return sorted(found, key=lambda monomial: (monomial != ONE, monomial[0], sorted(monomial[1])))


def is_zero(c: Any) -> bool:
    """Whether a coefficient is exactly zero."""
    return bool(c == 0)


def taylor(x: Jet, derivative: Callable[[int], Any]) -> Jet:
    """Σ f_k (x − x₀)^k with f_k = f^(k)(x₀)/k! from `derivative(k)`; finite by nilpotency."""
    rest = Jet({m: c for m, c in x.terms.items() if m != ONE}, x.last)
    result = Jet({ONE: derivative(0)}, x.last)
    term = Jet({ONE: flint.fmpq(1)}, x.last)
    k = 0
    while True:
        k += 1
        term = term * rest
        if all(is_zero(c) for c in term.terms.values()):
            return result
        scale = derivative(k)
        result = result + Jet({m: c * scale for m, c in term.terms.items()}, x.last)


def ball(c: Any) -> Any:
    """A coefficient as a real or complex ball."""
    return c if isinstance(c, flint.arb | flint.acb) else flint.arb(c)


def exponential(x: Jet) -> Jet:
    """e**x."""
    first = flint.fmpq(1) if is_zero(x.constant) else ball(x.constant).exp()
    return taylor(x, lambda k: first / factorial(k))


def logarithm(x: Jet, *, analytic: bool = False) -> Jet:
    """log x on positive numbers; inside integrals the branch flag is passed on."""
    c = x.constant
    first: Any
    if isinstance(c, flint.acb):
        first = c.log(analytic=analytic)
    elif not isinstance(c, flint.fmpq | flint.arb):
        first = c.log()  # a polynomial in the coordinates of a normal law
    else:
        if not c > 0:
            raise NotDecidableError(f"the logarithm of {c} is asked for.")
        first = flint.fmpq(0) if c == 1 else ball(c).log()

    def derivative(k: int) -> Any:
        return first if k == 0 else (-1) ** (k + 1) / (c**k * k)

    return taylor(x, derivative)


def power(x: Jet, exponent: Any, *, analytic: bool = False) -> Jet:
    """x**r for an exact r; integers anywhere but at zero, fractions on x ≥ 0."""
    if abs(int(exponent.p)) > MOST_POWER or int(exponent.q) > MOST_POWER:
        raise NotDecidableError(f"the exponent {exponent} is larger than any certificate needs.")
    if exponent.q == 1 and exponent >= 0:
        result = Jet({ONE: flint.fmpq(1)}, x.last)
        for _ in range(int(exponent.p)):
            result = result * x
        return result
    start = x.start()
    if start > x.last:
        known = exponent * (x.last + 1)
        if known < 1:
            raise NotDecidableError("a power of something that vanishes as far as it is known.")
        return Jet({ONE: flint.fmpq(0)}, int(known.p // known.q) - 1)
    if start > 0 and start <= x.last:
        shift = exponent * start
        if shift.q != 1:
            raise NotDecidableError(f"t^{shift} is not a whole power.")
        body = power(x.shifted(-start), exponent, analytic=analytic)
        if shift < 0:
            raise NotDecidableError("a division by something that vanishes with t.")
        return body.shifted(int(shift))
    c = x.constant
    if not isinstance(c, flint.acb) and is_zero(c):
        raise NotDecidableError("a division by zero, or a root taken at its branch point.")
    first = root_power(c, exponent, analytic=analytic)

    def derivative(k: int) -> Any:
        scale = flint.fmpq(1)
        for j in range(k):
            scale = scale * (exponent - j) / (j + 1)
        return first * scale / c**k if k else first

    return taylor(x, derivative)


def root_power(c: Any, exponent: Any, *, analytic: bool) -> Any:
    """c**r: exactly for integers and for roots of squares, else in balls."""
    if exponent.q == 1:
        return c ** int(exponent.p)
    if isinstance(c, flint.acb):
        return (c.log(analytic=analytic) * flint.arb(exponent)).exp()
    if not c > 0:
        raise NotDecidableError(f"the power {exponent} of {c} is asked for.")
    if isinstance(c, flint.fmpq) and exponent.q == 2:
        root = flint.fmpq(flint.fmpz(c.p).isqrt(), flint.fmpz(c.q).isqrt())
        if root * root == c:
            return root ** int(exponent.p)
    return ball(c) ** flint.arb(exponent)


def sine(x: Jet, *, shift: int = 0) -> Jet:
    """sin x, or cos x with shift 1."""
    c = ball(x.constant)
    cycle = (c.sin(), c.cos(), -c.sin(), -c.cos())
    return taylor(x, lambda k: cycle[(k + shift) % 4] / factorial(k))


def absolute(x: Jet) -> Jet:
    """|x|; at t → 0 by the sign of the leading term."""
    start = x.start()
    lead = x.terms.get((start, frozenset()))
    if lead is None:
        if x.start() > x.last:
            return x
        raise NotDecidableError("the derivative of |x| at its kink is asked for.")
    if lead > 0:
        return x
    if lead < 0:
        return -x
    raise NotDecidableError("the sign of a ball is not told.")


def absolute_power(x: Jet, exponent: Any) -> Jet:
    """|x|**r for r > 1, with derivative zero at x = 0."""
    if is_zero(x.constant) and x.start() == 0:
        return Jet({ONE: flint.fmpq(0)}, x.last)
    return power(absolute(x), exponent)


def factorial(k: int) -> Any:
    """k!."""
    result = flint.fmpq(1)
    for j in range(2, k + 1):
        result = result * j
    return result
