"""The Fisher matrix of a law from its log-density and nothing else, to many decimals.

    I_jk = E[s_j s_k],     s_j = d log p / d theta_j,     with E[1] = 1 demanded and E[s_j] reported

Everything is found twice: by two rules, with two steps of differences, at two precisions.

Source  Amari and Nagaoka, Methods of Information Geometry (2000), sec. 2.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mpmath import mp

from numeric.decimals.cubature import space_twice
from numeric.decimals.domains import Box, Domain, Finite, Integers, Interval, PositiveDefinite, Simplex
from numeric.decimals.errors import DivergentError, NotNormalisedError
from numeric.decimals.figures import Figure, Number, number
from numeric.decimals.integrals import APART, twice
from numeric.decimals.location import height
from numeric.decimals.pieces import located
from numeric.decimals.scores import LogDensity, Scores, units
from numeric.decimals.totals import finite_twice, integers_located, integers_twice
from numeric.errors import EmptyError

LINE_DIGITS, SPACE_DIGITS = 30, 8  # what one dimension gives in a second, and what two or three do
SPARE = 15  # digits of arithmetic beyond twice those asked
STEP, OTHER = 8, 6  # the steps of differences are 10**-(digits/2 + 8) and 10**-(digits/2 + 6) units


@dataclass(frozen=True)
class Information:
    """E[s s^T] with what tells whether it may be called the Fisher matrix.

    fisher  (k, k) figures; the digits of an entry count from E|s_i s_j|.
    mass    E[1], which is 1 to the digits seen.
    mean    (k,) figures, E[s]: zero for a regular law.
    """

    fisher: tuple[tuple[Figure, ...], ...]
    mass: Figure
    mean: tuple[Figure, ...]

    @property
    def digits(self) -> int:
        """The fewest digits seen in an entry."""
        return min(entry.digits for row in self.fisher for entry in row)

    @property
    def values(self) -> list[list[mp.mpf]]:
        """The matrix, (k, k) mpf."""
        return [[entry.value for entry in row] for row in self.fisher]

    @property
    def regular(self) -> bool:
        """Whether every mean score vanishes to the digits seen; a support that moves makes it not."""
        return all(abs(entry.value) <= 10 * entry.spread for entry in self.mean)

    def shared_with(self, closed: Sequence[Sequence[Number]]) -> int:
        """To how many digits a closed form (k, k) agrees in its worst entry, at most `digits`.

        Fewer than `digits` of that entry means that it is told apart.
        """
        pairs = [
            (entry, exact)
            for row, other in zip(self.fisher, closed, strict=True)
            for entry, exact in zip(row, other, strict=True)
        ]
        return min(entry.shared_with(exact) for entry, exact in pairs)


def expected_score_products(
    log_density: LogDensity, theta: Sequence[Number], domain: Domain, *, digits: int | None = None
) -> Information:
    """E[s s^T] at theta, from the log-density alone.

    log_density  called as log_density(x_1, ..., x_d, [theta_1, ..., theta_k]) with mpf coordinates, at the
                 working precision in force, to an mpf. Over Integers, also with complex x where the tail
                 is slow. Wrap what depends on theta alone in `remembered`.
    theta        (k,) exact parameters: integers, fractions, decimal texts, or calls that compute them.
    domain       where x lives, at theta; breakpoints at the kinks of the log-density in x or theta.
    digits       asked: 30 by default in one dimension, 8 in two or three.
    Raises EmptyError for no parameter, NotNormalisedError when E[1] is not 1, DivergentError when an entry is
    infinite, UnsettledError when two rules share fewer than 3 digits, NonFiniteError where log p is NaN.
    """
    if not theta:
        raise EmptyError("there is no parameter to take a score in.")
    several = isinstance(domain, Box | Simplex | PositiveDefinite)
    asked = digits or (SPACE_DIGITS if several else LINE_DIGITS)
    k = len(theta)
    try:
        figures = _figures(log_density, theta, domain, asked)
    except DivergentError as found:
        names = _names(k)
        raise DivergentError(found.which, found.where, [names[i] for i in found.which]) from found
    mass = figures[0]
    if abs(mass.value - 1) > 10 * mass.spread:
        raise NotNormalisedError(mass.value, mass.digits)
    upper = iter(figures[1 + k :])
    entries = {(i, j): next(upper) for i in range(k) for j in range(i, k)}
    fisher = tuple(tuple(entries[min(i, j), max(i, j)] for j in range(k)) for i in range(k))
    return Information(fisher, mass, tuple(figures[1 : 1 + k]))


def _names(k: int) -> list[str]:
    means = [f"E[s_{i + 1}]" for i in range(k)]
    return ["E[1]", *means, *(f"E[s_{i + 1} s_{j + 1}]" for i in range(k) for j in range(i, k))]


def _figures(log_density: LogDensity, theta: Sequence[Number], domain: Domain, digits: int) -> list[Figure]:
    precision = 2 * digits + SPARE

    def both(places: Sequence[tuple[mp.mpf, ...]], extra: int) -> tuple[Scores, Scores]:
        with mp.workdps(precision + extra):
            size = units(log_density, theta, places)
        half = digits // 2
        return Scores(log_density, theta, size, half + STEP), Scores(log_density, theta, size, half + OTHER)

    def log_p(*x: mp.mpf) -> mp.mpf:
        return log_density(*x, [number(t) for t in theta])

    match domain:
        case Interval():
            seen = height(log_p)
            place = located(seen, domain, precision + APART)
            one, other = both([(x,) for x in place.places], place.digits)
            return twice(
                lambda x, lost: one.terms((x,), lost),
                lambda x, lost: other.terms((x,), lost),
                seen,
                place,
                digits=digits,
                precision=precision,
            )
        case Integers():
            span = integers_located(height(log_p), domain)
            one, other = both([(mp.mpf(k),) for k in span.places], 0)
            return integers_twice(one.terms, other.terms, span, digits=digits, precision=precision)
        case Finite():
            with mp.workdps(precision + APART):
                points = [tuple(number(c) for c in point) for point in domain.points]
            one, other = both(points, 0)
            return finite_twice(one.terms, other.terms, points, digits=digits, precision=precision)
        case _:
            return space_twice(log_p, domain, both, digits=digits, precision=precision)
