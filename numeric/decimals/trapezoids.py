"""The trapezoidal rule in t for several integrands at once, walked outward until every one has died.

    int f dx = h sum_k f(x(kh)) dx/dt(kh),     h = 1/m

An integrand that does not die while the distance to an end of the interval falls below 1e-2000 of the unit
(or grows beyond 1e2000) is refused: infinite where f times the distance does not fall, unsettled otherwise.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mpmath import mp

from numeric.decimals.changes import Node, Piece, abscissa, reduced
from numeric.decimals.errors import DivergentError, UnsettledError
from numeric.decimals.figures import Real
from numeric.decimals.location import HOPELESS, LOOKING, Height, require_real
from numeric.decimals.refinement import Run
from numeric.errors import NonFiniteError

Integrand = Callable[[Real, int], list[Real]]
"""x and the digits lost there to the values of all integrands, under a precision already set."""

QUIET = 4  # nodes in a row below the threshold: more than a sign change can make
SCOUTED, PER_UNIT = 6, 4  # |t| and steps per unit while looking for the largest term
FIRST_CHECK = 300.0  # phi: at distances of 1e130 and 1e-130 units everything that converges in reach falls
FURTHEST = 4605  # log(1e2000): what dies slower is not told from what does not
EXPLODED = mp.mpf(10) ** 100  # no integrand that converges rises so far above its beginning
SIGNS = 8  # nodes whose terms have one sign if they do not oscillate; sin(x)/x may converge all the same
FALLING = mp.mpf("0.9")  # f times the distance, at the reach over half of it: 1 for 1/x, 1/2 for 1/(x log x)


@dataclass
class _Sums:
    values: list[Real]
    coarse: list[Real]
    sizes: list[Real]
    tops: list[Real]
    nodes: int = 0

    def add(self, terms: list[Real], *, even: bool) -> None:
        self.nodes += 1
        if not self.values:
            for column in (self.values, self.coarse, self.sizes, self.tops):
                column.extend([mp.mpf(0)] * len(terms))
        for i, term in enumerate(terms):
            size = abs(term)
            self.values[i] += term
            self.sizes[i] += size
            if even:
                self.coarse[i] += 2 * term
            self.tops[i] = max(self.tops[i], size)


@dataclass(frozen=True)
class Rule:
    """How a run is made.

    change     the change of variable, of `changes`.
    m          steps per unit of t.
    precision  decimal digits of the arithmetic.
    depth      a term is dead below 10**-depth of the largest of its integrand.
    """

    change: str
    m: int
    precision: int
    depth: int


def run(f: Integrand, pieces: Iterable[Piece], seen: Height, rule: Rule) -> Run:
    """Integrate every integrand over the pieces with one rule.

    Raises DivergentError, UnsettledError, and NonFiniteError for a value that is not a finite real.
    """
    sums = _Sums([], [], [], [])
    with mp.workdps(rule.precision):
        for piece in pieces:
            low, high = _span(seen, piece, rule)
            for k in range(low, high + 1):
                node = piece.node((k, rule.m), rule.change, rule.precision)
                sums.add(_terms(f, node, rule.precision), even=k % 2 == 0)
            _walk(f, piece, sums, rule, range(high + 1, 10**9))
            _walk(f, piece, sums, rule, range(low - 1, -(10**9), -1))
        values, coarse, sizes = ([v / rule.m for v in c] for c in (sums.values, sums.coarse, sums.sizes))
        return Run(values, coarse, sizes, sums.nodes)


def _span(seen: Height, piece: Piece, rule: Rule) -> tuple[int, int]:
    """The first and last index between which the height of the integrand says that it is alive.

    A piece between two modes is alive at both ends and may be dead between them.
    """
    heights: dict[int, Real] = {}
    best = -mp.inf
    for path in (range(SCOUTED * PER_UNIT + 1), range(-1, -SCOUTED * PER_UNIT - 1, -1)):
        for k in path:
            node = piece.node((k, PER_UNIT), rule.change, LOOKING)
            with mp.workdps(LOOKING + node.lost):
                heights[k] = seen(node.x) + mp.log(node.weight) if node.weight else -mp.inf
            best = max(best, heights[k])
            if mp.isfinite(heights[k]) and heights[k] < best - HOPELESS:
                break
    bound = best - rule.depth * mp.log(10)
    live = [k for k, value in heights.items() if mp.isfinite(value) and value >= bound] or [0]
    return min(live) * rule.m // PER_UNIT, max(live) * rule.m // PER_UNIT


def _walk(f: Integrand, piece: Piece, sums: _Sums, rule: Rule, path: range) -> None:
    threshold = mp.mpf(10) ** -rule.depth
    quiet, check = 0, FIRST_CHECK
    early = list(sums.tops)
    for k in path:
        node = piece.node((k, rule.m), rule.change, rule.precision)
        terms = _terms(f, node, rule.precision)
        sums.add(terms, even=k % 2 == 0)
        dead = all(abs(term) <= threshold * top for term, top in zip(terms, sums.tops, strict=True))
        quiet = quiet + 1 if dead else 0
        if quiet == QUIET:
            return
        if any(abs(term) > EXPLODED * top for term, top in zip(terms, early, strict=True) if top):
            grown = [i for i, top in enumerate(early) if top and abs(terms[i]) > EXPLODED * top]
            raise DivergentError(grown, mp.nstr(node.x, 8))
        growth = _log_growth(rule, k)
        if growth > check:
            _require_falling(f, piece, rule, k, threshold, sums.tops)
            if growth > FURTHEST:
                _require_dead(terms, node, threshold, sums.tops)
                return
            check *= 2


def _log_growth(rule: Rule, k: int) -> float:
    """|phi| at the k-th node to half a unit: the logarithm of the distance over the unit, or of its inverse."""
    return abs(0.6931 * mp.mag(abscissa(rule.change, *reduced(k, rule.m), mp.prec)[0]))


def _terms(f: Integrand, node: Node, precision: int) -> list[Real]:
    with mp.workdps(precision + node.lost):
        try:
            found = f(node.x, node.lost)
        except (ZeroDivisionError, ValueError, OverflowError) as problem:
            raise NonFiniteError(
                f"the integrand cannot be evaluated at x = {mp.nstr(node.x, 15)}: {problem}. "
                "Likely a formula outside its domain, or a domain that is not the law's."
            ) from problem
    return [require_real(value, node.x) * node.weight for value in found]


def _require_falling(
    f: Integrand, piece: Piece, rule: Rule, k: int, threshold: Real, tops: list[Real]
) -> None:
    """Refuse what is alive and, times the distance, has not fallen since half the reach."""
    here, before = (_by_distance(f, piece, rule, j) for j in (k, _half(rule, k)))
    inward = -1 if k > 0 else 1
    signs = zip(*(_by_distance(f, piece, rule, k + inward * j) for j in range(SIGNS)), strict=True)
    steady = [len({mp.sign(value) for value in column}) == 1 for column in signs]
    growing = [
        i
        for i, (value, old) in enumerate(zip(here, before, strict=True))
        if steady[i] and abs(value) > threshold * tops[i] and abs(value) >= FALLING * abs(old)
    ]
    if growing:
        raise DivergentError(growing, mp.nstr(piece.node((k, rule.m), rule.change, rule.precision).x, 8))


def _by_distance(f: Integrand, piece: Piece, rule: Rule, k: int) -> list[Real]:
    """f times the distance: a term over phi'."""
    slope = abscissa(rule.change, *reduced(k, rule.m), mp.prec)[1]
    node = piece.node((k, rule.m), rule.change, rule.precision)
    return [term / slope for term in _terms(f, node, rule.precision)]


def _require_dead(terms: list[Real], node: Node, threshold: Real, tops: list[Real]) -> None:
    alive = [i for i, term in enumerate(terms) if abs(term) > threshold * tops[i]]
    if alive:
        raise UnsettledError(
            f"integrands {alive} have not died at x = {mp.nstr(node.x, 8)}: the integral is infinite, or its "
            "tail falls too slowly for any rule here. Take the logarithm of x as variable, or do it by hand."
        )


def _half(rule: Rule, k: int) -> int:
    """The index whose phi is about half of that at k, on the same side."""
    j, goal = k, _log_growth(rule, k) / 2
    while _log_growth(rule, j) > goal:
        j -= 1 if k > 0 else -1
    return j
