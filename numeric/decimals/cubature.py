"""Integrals over two and three dimensions: trapezoids about the mode, in two frames.

    y = m + L R (u + offset),     u = t + t^3/12, or sinh t for heavy tails,     t on a lattice of step h

The lattice is filled outward from the top while the integrand is alive.  The second finding has another
rotation R, offset, step, depth of truncation and precision.  The trapezoidal rule converges for analytic
integrands as exp(-c/h).

Source  Trefethen and Weideman, The exponentially convergent trapezoidal rule, SIAM Review 56 (2014).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

from mpmath import mp

from numeric.decimals.domains import Box, PositiveDefinite, Simplex
from numeric.decimals.errors import UnsettledError
from numeric.decimals.figures import Figure, Real
from numeric.decimals.frames import frame, lost
from numeric.decimals.humps import Hump, hump
from numeric.decimals.integrals import APART, ROOM, log_size
from numeric.decimals.location import height, require_real
from numeric.decimals.refinement import Run, refined

Space = Box | Simplex | PositiveDefinite

BEYOND, FURTHER = 5, 7  # digits beyond those asked at which the two findings are cut off
ANGLE, OFFSET = 0.5, (0.21, 0.13, 0.31)  # of the second frame; in general position to the first
STEPS, HEAVY_STEPS, MOST_STEPS = 10, 12, 60  # lattice points per 4 units of t
STRETCH = 12  # exponential tails, 30 widths long, end at t = 6.5; near the top nothing is stretched
FEWER = 0.9  # steps of the second lattice over those of the first
FASTEST = 1.5  # twice the steps are eight times the points
MOST_NODES = 60_000


class Terms(Protocol):
    """Something that has the terms of all integrands at a point."""

    def terms(self, x: tuple[Real, ...], lost: int = 0) -> list[Real]:
        """The values at x."""


@dataclass(frozen=True)
class _Single:
    f: Callable[..., Real]

    def terms(self, x: tuple[Real, ...], lost: int = 0) -> list[Real]:
        return [self.f(*x)]


@dataclass(frozen=True)
class _Lattice:
    """Where the points of a rule are.

    rotation, offset  (d, d) and (d,), in the frame of the hump.
    scale             factor on the number of steps.
    precision, depth  decimal digits; a point is dead 10**-depth below the top.
    """

    rotation: list[list[Real]]
    offset: list[Real]
    scale: float
    precision: int
    depth: int


def cubature(f: Callable[..., Real], domain: Space, *, digits: int = 8) -> Figure:
    """int f(x_1, ..., x_d) dx over a box, a simplex or the cone of positive definite 2x2 matrices.

    f       d coordinates (all n parts on a simplex; x_11, x_12, x_22 on the cone) to mpf, with one hump,
            positive near its top, smooth.
    digits  asked; the figure claims fewer where fewer are seen.
    Raises UnsettledError when fewer than 3 digits are seen or the integrand does not die,
    ConvergenceError when no top is found, NonFiniteError where f is not a finite real.
    """
    single = _Single(f)
    return space_twice(
        lambda *x: log_size(f(*x)),
        domain,
        lambda *_: (single, single),
        digits=digits,
        precision=digits + ROOM,
    )[0]


def space_twice(
    log_f: Callable[..., Real],
    domain: Space,
    both: Callable[[Sequence[tuple[Real, ...]], int], tuple[Terms, Terms]],
    *,
    digits: int,
    precision: int,
) -> list[Figure]:
    """Several integrals against one hump, found twice.

    log_f  d coordinates to the log of what is positive in all integrands: where the hump is.
    both   points in the bulk, and extra digits, to the terms for each finding.
    Raises as `cubature`.
    """
    d, to_domain = frame(domain)

    def log_in_frame(y: list[Real]) -> Real:
        x, slope = to_domain(y)
        return log_f(*x) + slope

    seen = height(log_in_frame)
    top = hump(seen, d)
    with mp.workdps(precision + APART):
        columns = [[row[j] for row in top.factor] for j in range(d)]
        around = [
            [a + k * c for a, c in zip(top.top, column, strict=True)] for column in columns for k in (-1, 1)
        ]
        one, other = both([to_domain(y)[0] for y in [top.top, *around]], 0)
        straight = _Lattice(_rotation(d, 0.0), [mp.mpf(0)] * d, 1.0, precision, digits + BEYOND)
        turned = _Lattice(
            _rotation(d, ANGLE), [mp.mpf(c) for c in OFFSET[:d]], FEWER, precision + APART, digits + FURTHER
        )
        return refined(
            lambda m: _run(one, domain, log_in_frame, top, straight, m),
            lambda m: _run(other, domain, log_in_frame, top, turned, m),
            digits=digits,
            steps=HEAVY_STEPS if top.heavy else STEPS,
            most=MOST_STEPS,
            fastest=FASTEST,
        )


def _run(
    f: Terms, domain: Space, log_f: Callable[[list[Real]], Real], top: Hump, lattice: _Lattice, m: int
) -> Run:
    d, to_domain = frame(domain)
    seen = height(log_f)
    with mp.workdps(lattice.precision):
        h = mp.mpf(4) / (m * lattice.scale)
        dead = seen(top.top) - lattice.depth * mp.log(10)
        volume = mp.fprod(top.factor[i][i] for i in range(d)) * h**d
        start = (0,) * d
        waiting, met = [start], {start}
        values: list[Real] = []
        sizes: list[Real] = []
        while waiting:
            index = waiting.pop()
            y, slope = _placed(index, h, top, lattice)
            extra = lost(domain, y)
            with mp.workdps(lattice.precision + extra):
                if seen(y) + slope <= dead:
                    continue
                x, inner = to_domain(y)
                weight = volume * mp.exp(slope + inner)
                terms = [weight * require_real(t, x[0]) for t in f.terms(x, extra)]
            values = [v + t for v, t in zip(values or [0] * len(terms), terms, strict=True)]
            sizes = [s + abs(t) for s, t in zip(sizes or [0] * len(terms), terms, strict=True)]
            for i in range(d):
                for k in (1, -1):
                    beside = (*index[:i], index[i] + k, *index[i + 1 :])
                    if beside not in met:
                        met.add(beside)
                        waiting.append(beside)
            if len(met) > MOST_NODES:
                raise UnsettledError(
                    f"the integrand is still alive after {MOST_NODES} points of step {mp.nstr(h, 3)}. "
                    "Likely it is infinite, has very heavy tails, or a hump that is not smooth."
                )
        return Run(values, values, sizes, len(met))


def _placed(index: tuple[int, ...], h: Real, top: Hump, lattice: _Lattice) -> tuple[list[Real], Real]:
    """y and log |du/dt| of a lattice point."""
    t = [k * h for k in index]
    if top.heavy:
        u = [mp.sinh(c) for c in t]
        slope = mp.fsum(mp.log(mp.cosh(c)) for c in t)
    else:
        u = [c + c**3 / STRETCH for c in t]
        slope = mp.log(mp.fprod(1 + 3 * c * c / STRETCH for c in t))
    shifted = [a + b for a, b in zip(u, lattice.offset, strict=True)]
    turned = [mp.fdot(row, shifted) for row in lattice.rotation]
    return [a + mp.fdot(row, turned) for a, row in zip(top.top, top.factor, strict=True)], slope


def _rotation(d: int, angle: float) -> list[list[Real]]:
    """The product of the rotations by one angle in every coordinate plane, (d, d)."""
    found = mp.eye(d)
    for i, j in combinations(range(d), 2):
        plane = mp.eye(d)
        plane[i, i] = plane[j, j] = mp.cos(angle)
        plane[i, j], plane[j, i] = -mp.sin(angle), mp.sin(angle)
        found = found * plane
    return [[found[i, j] for j in range(d)] for i in range(d)]
