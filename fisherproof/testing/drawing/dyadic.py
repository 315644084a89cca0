"""Short dyadic numbers, the simplest first, and laws on finitely many points with dyadic probabilities.

Drawn evenly from a list, not from 0 and 1 outwards: special values hide mistakes (at all-ones, sigma, sigma^2 and
1/sigma are one number), and a counterexample found at a general one is made simpler afterwards.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise
from math import gcd

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from fisherproof.testing.errors import ContractError

LISTED = 8  # points up to which laws are listed: 6435 at most
EIGHTHS = 32  # up to 4 in size: what exp and cosh make of it stays well conditioned


def _simplest_first(numerators: range, denominator: int) -> tuple[float, ...]:
    values = [Fraction(k, denominator) for k in numerators]
    return tuple(float(x) for x in sorted(values, key=lambda x: (x.denominator, abs(x), x < 0)))


REALS = _simplest_first(range(-EIGHTHS, EIGHTHS + 1), 8)
POSITIVES = _simplest_first(range(1, EIGHTHS + 1), 8)
UNITS = _simplest_first(range(1, 16), 16)
FACTORS = tuple(
    x for x in REALS if x not in (0.0, 1.0) and abs(x) >= 0.25
)  # what scales must not leave alone


def reals() -> SearchStrategy[float]:
    """Multiples of 1/8 in [-4, 4]; 0 is the simplest."""
    return st.sampled_from(REALS)


def positives() -> SearchStrategy[float]:
    """Multiples of 1/8 in (0, 4]; 1 is the simplest."""
    return st.sampled_from(POSITIVES)


def units() -> SearchStrategy[float]:
    """Multiples of 1/16 in (0, 1); 1/2 is the simplest."""
    return st.sampled_from(UNITS)


def factors() -> SearchStrategy[float]:
    """Multiples of 1/8 in [-4, 4], of size at least 1/4, without 1; -1 is the simplest."""
    return st.sampled_from(FACTORS)


@cache
def laws(points: int, *, least: int = 1) -> SearchStrategy[tuple[float, ...]]:
    """Probabilities on so many points, multiples of 1/16 or 2^-k, of sum one; the simplest first.

    points  at least 1.
    least   multiples that each point has: 1 for positive laws, 0 where zeros are allowed.
    Raises ContractError for no points.
    """
    if points < 1:
        raise ContractError(f"a law on {points} points: there has to be one at least.")
    if points > LISTED:
        return _many(points, least)
    return st.sampled_from(_listed(points, 16 if points <= 4 else 8, least))


def _listed(points: int, total: int, least: int) -> list[tuple[float, ...]]:
    """All laws of multiples of 1/total: by denominator, then by how far from uniform."""
    free = total - points * least + points - 1
    parts = [
        [after - before - 1 + least for before, after in pairwise((-1, *bars, free))]
        for bars in combinations(range(free), points - 1)
    ]
    parts.sort(key=lambda law: (total // gcd(*law), max(law) - min(law), law))
    return [tuple(part / total for part in law) for law in parts]


@st.composite
def _many(draw: DrawFn, points: int, least: int) -> tuple[float, ...]:
    total = 2 ** ((points - 1).bit_length() + draw(st.integers(0, 2)))
    rest, parts = total, []
    for left in range(points - 1, 0, -1):
        parts.append(draw(st.integers(least, rest - least * left)))
        rest -= parts[-1]
    return tuple(part / total for part in draw(st.permutations([*parts, rest])))
