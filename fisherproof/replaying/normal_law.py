"""Means of polynomials under a centred normal law: Isserlis' sum over pairings of the coordinates.

The body is evaluated with coefficients that are fractions of polynomials in the coordinates. Only a
polynomial has a mean here; a logarithm may occur where a derivative removes it.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import flint

from fisherproof.replaying.interpreter import Interpreter, Node, Table, UnreadableError, determinant, table
from fisherproof.replaying.jets import ONE, Jet, NotDecidableError, is_zero

LOGARITHMS = 4  # different ones that a body may hold
MOST_DEGREE = 24


class Ratio:
    """A fraction of polynomials over ℚ in the coordinates and in the logarithms met."""

    __slots__ = ("bottom", "ring", "top")

    def __init__(self, top: Any, bottom: Any, ring: Ring) -> None:
        common = top.gcd(bottom) if top != 0 else bottom
        self.top, self.bottom, self.ring = top / common, bottom / common, ring

    def raised(self, other: Any) -> Ratio:
        """A rational number as a fraction of constants."""
        return other if isinstance(other, Ratio) else self.ring.constant(other)

    def __add__(self, other: Any) -> Ratio:
        o = self.raised(other)
        return Ratio(self.top * o.bottom + o.top * self.bottom, self.bottom * o.bottom, self.ring)

    __radd__ = __add__

    def __neg__(self) -> Ratio:
        return Ratio(-self.top, self.bottom, self.ring)

    def __sub__(self, other: Any) -> Ratio:
        return self + -self.raised(other)

    def __mul__(self, other: Any) -> Ratio:
        o = self.raised(other)
        return Ratio(self.top * o.top, self.bottom * o.bottom, self.ring)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Ratio:
        o = self.raised(other)
        if o.top == 0:
            raise NotDecidableError("a division by the zero polynomial.")
        return Ratio(self.top * o.bottom, self.bottom * o.top, self.ring)

    def __rtruediv__(self, other: Any) -> Ratio:
        return self.raised(other) / self

    def __pow__(self, exponent: int) -> Ratio:
        result = self.ring.constant(1)
        for _ in range(abs(exponent)):
            result = result * self
        return result if exponent >= 0 else self.ring.constant(1) / result

    def __eq__(self, other: object) -> bool:
        o = self.raised(other)
        return bool(self.top * o.bottom == o.top * self.bottom)

    __hash__ = None  # type: ignore[assignment]

    def log(self) -> Ratio:
        """A new letter for the logarithm; the argument must be positive term by term."""
        for poly in (self.top, self.bottom):
            for exponents, coefficient in poly.to_dict().items():
                if coefficient < 0 or any(e % 2 for e in exponents):
                    raise NotDecidableError(
                        "the logarithm of a polynomial that is not positive term by term."
                    )
        if (0,) * self.ring.letters not in self.top.to_dict():
            raise NotDecidableError("the logarithm of a polynomial that may vanish.")
        return self.ring.logarithm(f"{self.top}/{self.bottom}")


class Ring:
    """Polynomials over ℚ in n coordinates and a few logarithms."""

    def __init__(self, n: int) -> None:
        self.n, self.letters = n, n + LOGARITHMS
        self.context = flint.fmpq_mpoly_ctx.get([f"x{i}" for i in range(self.letters)], "lex")
        self.logarithms: dict[str, int] = {}

    def constant(self, value: Any) -> Ratio:
        """A rational."""
        return Ratio(self.context.constant(1) * value, self.context.constant(1), self)

    def generator(self, index: int) -> Ratio:
        """A coordinate, or a logarithm."""
        return Ratio(self.context.gen(index), self.context.constant(1), self)

    def logarithm(self, key: str) -> Ratio:
        """The letter of a logarithm."""
        if key not in self.logarithms and len(self.logarithms) >= LOGARITHMS:
            raise NotDecidableError("more logarithms than a certificate needs.")
        return self.generator(self.n + self.logarithms.setdefault(key, len(self.logarithms)))

    def mean(self, value: Any, covariance: Table, run: Interpreter) -> Jet:
        """The mean of a coefficient; a jet where the covariance is one."""
        if not isinstance(value, Ratio):
            return run.number(value)
        if not value.bottom.is_constant():
            raise NotDecidableError("the mean under a normal law of something that is not a polynomial.")
        result = run.number(0)
        for exponents, coefficient in (value.top / value.bottom).to_dict().items():
            if any(exponents[self.n :]):
                raise NotDecidableError("the mean under a normal law of a logarithm.")
            factors = [i for i, e in enumerate(exponents) for _ in range(e)]
            if len(factors) > MOST_DEGREE:
                raise NotDecidableError("a polynomial of higher degree than a certificate needs.")
            of_one = pairings(tuple(exponents[: self.n]), covariance, {}, run)
            result = result + run.number(coefficient) * of_one
        return result


def pairings(
    exponents: tuple[int, ...], covariance: Table, known: dict[tuple[int, ...], Jet], run: Interpreter
) -> Jet:
    """Σ over perfect matchings of the factors of Π x_i^{e_i}, each pair weighing its covariance."""
    if not any(exponents):
        return run.number(1)
    if sum(exponents) % 2:
        return run.number(0)
    if exponents not in known:
        last = max(i for i, e in enumerate(exponents) if e)
        total = run.number(0)
        for partner, count in enumerate(exponents):
            ways = count - (partner == last)
            if ways > 0:
                rest = list(exponents)
                rest[last] -= 1
                rest[partner] -= 1
                pair = run.number(ways) * covariance.rows[last][partner]
                total = total + pair * pairings(tuple(rest), covariance, known, run)
        known[exponents] = total
    return known[exponents]


def require_covariance(run: Interpreter, matrix: Table) -> None:
    """Raise unless a matrix is rational, symmetric and positive definite, for small t > 0 where t occurs."""
    rows = matrix.rows
    if len(rows) != run.n:
        raise UnreadableError("the covariance of a normal law has another size than its column.")
    if not all(isinstance(c, flint.fmpq) for entry in matrix.entries for c in entry.terms.values()):
        raise NotDecidableError("the covariance of a normal law is not rational.")
    for i, j in product(range(run.n), repeat=2):
        if any(not is_zero(c) for c in (rows[i][j] - rows[j][i]).terms.values()):
            raise NotDecidableError("the covariance of a normal law is not symmetric.")
    for size in range(1, run.n + 1):
        minor = determinant(run, [row[:size] for row in rows[:size]])
        plain = [(k, c) for (k, epsilons), c in minor.terms.items() if not epsilons and not is_zero(c)]
        if not (plain and min(plain)[1] > 0):
            raise NotDecidableError("the covariance of a normal law is not positive definite.")


def normal_mean(run: Interpreter, node: Node) -> Any:
    """E[body] over a centred normal column with the covariance given, both exact."""
    name, covariance = node[1], table(run(node[3]))
    require_covariance(run, covariance)
    ring = Ring(run.n)
    at = Table([[Jet({ONE: ring.generator(i)}, run.last)] for i in range(run.n)], ("n", "1"))
    value = run.within(**{name: at})(node[4])

    def averaged(jet: Jet) -> Jet:
        result = Jet({}, jet.last)
        for monomial, c in jet.terms.items():
            result = result + Jet({monomial: flint.fmpq(1)}, jet.last) * ring.mean(c, covariance, run)
        return result

    return value.each(averaged) if isinstance(value, Table) else averaged(value)
