"""Sums over integers: term by term from the mode outward, or past a start N by an integral.

    sum_{k >= N} f(k) = f(N)/2 + int_N^oo f(x) dx - 2 int_0^oo Im f(N + i y) / (e^(2 pi y) - 1) dy

The second form (Abel-Plana) is for tails that fall slowly, Zipf's; f must be analytic right of N, and is
evaluated at complex points.  Two findings differ in precision and truncation, or in N and change of variable.

Source  Olver, Asymptotics and Special Functions (1974), ch. 8, sec. 3 (Abel-Plana).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from mpmath import mp

from numeric.decimals.changes import CUBIC, DOUBLE, Piece
from numeric.decimals.domains import Integers
from numeric.decimals.errors import UnsettledError
from numeric.decimals.figures import Figure, Real
from numeric.decimals.integrals import APART, BEYOND, FIRST_STEPS, FURTHER, MOST_STEPS, ROOM, log_size
from numeric.decimals.location import LOOKING, Height, height, require_real, scale
from numeric.decimals.refinement import Run, figures, refined
from numeric.decimals.trapezoids import Rule, run
from numeric.errors import EmptyError

Terms = Callable[[tuple[Any, ...]], list[Any]]
"""A point (k,), real or complex, to the terms of all sums."""

NEAR, PER_DECADE, FURTHEST = (
    40,
    8,
    12,
)  # every integer this near the first is looked at; then 8 a decade to 1e12
DIRECT, MOST = 2500, 100_000  # terms: beyond the first an integral is quicker, beyond the second too many
QUIET = 16  # terms in a row that are dead before a sum is
STARTS = (24, 31)  # beyond the mode: N of the two findings, some way from what is singular at 0
IMAGINARY = 0.3  # scale of y: e^(-2 pi y) has fallen to 0.15


@dataclass(frozen=True)
class Span:
    """Where the terms of a sum are.

    first, last  the integers summed over; last is None without end.
    mode         where the largest term is.
    slow         whether the terms have not died 2500 beyond the mode.
    seen         log of the size of a term, for searching.
    """

    first: int
    last: int | None
    mode: int
    slow: bool
    seen: Height

    @property
    def places(self) -> list[int]:
        """Integers in the bulk."""
        around = range(self.mode - 2, self.mode + 3)
        return [k for k in around if k >= self.first and (self.last is None or k <= self.last)]


def total(f: Callable[[Any], Any], first: int = 0, last: int | None = None, *, digits: int = 30) -> Figure:
    """sum of f(k) for k = first, ..., last, with the digits to which two findings agree.

    f            mpf (of integer value) to mpf; where the tail is slow also mpc to mpc, analytic.
    first, last  integers; no last means without end.
    digits       asked; the figure claims fewer where fewer are seen.
    Raises DivergentError for an infinite sum, UnsettledError when fewer than 3 digits are seen or the terms
    are too many, EmptyError when every term looked at is zero, NonFiniteError for a term that is no number.
    """
    span = integers_located(height(lambda k: log_size(f(k))), Integers(first, last))
    terms: Terms = lambda x: [f(x[0])]  # noqa: E731
    return integers_twice(terms, terms, span, digits=digits, precision=digits + ROOM)[0]


def integers_located(seen: Height, domain: Integers) -> Span:
    """Find the largest term, and whether the terms beyond it die soon.

    Raises EmptyError when every term looked at is zero or not real.
    """
    first, last = domain.first, domain.last
    with mp.workdps(LOOKING):
        offsets = [*range(NEAR), *(int(10 ** (j / PER_DECADE)) for j in range(13, FURTHEST * PER_DECADE))]
        places = [first + d for d in offsets if last is None or first + d <= last]
        values = [seen(mp.mpf(k)) for k in places]
        best = max(range(len(places)), key=lambda i: values[i])
        if values[best] == -mp.inf:
            raise EmptyError(
                f"every term looked at from {first} on is zero or not a real number. "
                "Likely the integers begin elsewhere, or the law needs another domain."
            )
        low, high = places[max(best - 1, 0)], places[min(best + 1, len(places) - 1)]
        while high - low > 3:
            left, right = low + (high - low) // 3, high - (high - low) // 3
            low, high = (low, right) if seen(mp.mpf(left)) >= seen(mp.mpf(right)) else (left, high)
        mode = max(range(low, high + 1), key=lambda k: seen(mp.mpf(k)))
        deep = seen(mp.mpf(mode)) - 2 * LOOKING
        slow = last is None and seen(mp.mpf(mode + DIRECT)) > deep
        return Span(first, last, mode, slow, seen)


def integers_twice(first: Terms, second: Terms, span: Span, *, digits: int, precision: int) -> list[Figure]:
    """Several sums over integers, found twice.

    first, second  the terms for each finding.
    precision      decimal digits of the first; the second has 7 more.
    Raises as `total`.
    """
    with mp.workdps(precision + APART):
        if span.slow:
            return refined(
                _past(first, span, span.mode + STARTS[0], (DOUBLE, precision, digits + BEYOND)),
                _past(second, span, span.mode + STARTS[1], (CUBIC, precision + APART, digits + FURTHER)),
                digits=digits,
                steps=FIRST_STEPS,
                most=MOST_STEPS,
            )
        one = _outward(first, span, precision, digits + BEYOND)
        other = _outward(second, span, precision + APART, digits + FURTHER)
        return figures(one, other, digits=digits)


def finite_twice(
    first: Terms, second: Terms, points: list[tuple[Real, ...]], *, digits: int, precision: int
) -> list[Figure]:
    """Several sums over finitely many points, at two precisions."""
    sums = []
    for terms, exact in ((first, precision), (second, precision + APART)):
        with mp.workdps(exact):
            sums.append(_added(_finite(terms, x) for x in points))
    return figures(sums[0], sums[1], digits=digits)


def _finite(terms: Terms, x: tuple[Real, ...]) -> list[Real]:
    return [require_real(term, x[0]) for term in terms(x)]


def _added(rows: Iterable[list[Real]]) -> Run:
    columns = list(zip(*rows, strict=True))
    values = [mp.fsum(column) for column in columns]
    return Run(values, values, [mp.fsum(column, absolute=True) for column in columns], len(columns[0]))


def _outward(terms: Terms, span: Span, precision: int, depth: int) -> Run:
    """Add terms from the mode upward, then downward, until they are dead or at an end."""
    threshold = mp.mpf(10) ** -depth
    rows: list[list[Real]] = []
    tops: list[Real] = []
    end = span.last if span.last is not None else span.mode + MOST
    with mp.workdps(precision):
        for path in (range(span.mode, end + 1), range(span.mode - 1, span.first - 1, -1)):
            quiet = 0
            for k in path:
                row = _finite(terms, (mp.mpf(k),))
                rows.append(row)
                tops = [max(abs(t), top) for t, top in zip(row, tops or [mp.mpf(0)] * len(row), strict=True)]
                dead = all(abs(t) <= threshold * top for t, top in zip(row, tops, strict=True))
                quiet = quiet + 1 if dead else 0
                if quiet == QUIET:
                    break
                if len(rows) > MOST:
                    raise UnsettledError(
                        f"{MOST} terms around {span.mode} do not reach the end of the sum. "
                        "Likely the law is too wide to be summed; use a smaller mean or a continuous limit."
                    )
        return _added(rows)


def _past(terms: Terms, span: Span, start: int, rule: tuple[str, int, int]) -> Callable[[int], Run]:
    """Runs by steps per unit: the terms before the start, then the Abel-Plana form from there on."""
    change, precision, depth = rule
    with mp.workdps(precision):
        before = _outward(
            terms, Span(span.first, start - 1, span.mode, slow=False, seen=span.seen), precision, depth
        )
        n = mp.mpf(start)
        half = [t / 2 for t in _finite(terms, (n,))]
        ahead = Piece(n, mp.inf, (False, False), scale(span.seen, n, 1, mp.inf), (n, mp.inf))
        zero = mp.mpf(0)
        aside = Piece(zero, mp.inf, (False, False), mp.mpf(IMAGINARY), (zero, mp.inf))

    def across(y: Real, _: int) -> list[Real]:
        damping = mp.expm1(2 * mp.pi * y)
        try:
            return [-2 * mp.im(t) / damping for t in terms((mp.mpc(n, y),))]
        except TypeError as problem:
            raise UnsettledError(
                f"the terms fall slowly, and cannot be evaluated at complex points: {problem}. "
                "Write them with functions of mpmath that are analytic beyond the mode."
            ) from problem

    def at(m: int) -> Run:
        used = Rule(change, m, precision, depth)
        along = run(lambda x, _: terms((x,)), [ahead], span.seen, used)
        side = run(across, [aside], lambda y: -2 * mp.pi * y, used)
        parts = (before, Run(half, half, [abs(t) for t in half], 1), along, side)
        return Run(
            [mp.fsum(column) for column in zip(*(part.values for part in parts), strict=True)],
            [mp.fsum(column) for column in zip(*(part.coarse for part in parts), strict=True)],
            [mp.fsum(column) for column in zip(*(part.sizes for part in parts), strict=True)],
            sum(part.nodes for part in parts),
        )

    return at
