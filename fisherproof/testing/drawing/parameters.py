"""Families, their points, tangent vectors, losses and sufficient statistics."""

from __future__ import annotations

from functools import cache

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fisherproof.testing import models
from fisherproof.testing.drawing import dyadic
from fisherproof.testing.objective import Fit, Loss, Polynomial
from fisherproof.testing.parametric import Family
from fisherproof.testing.ranges import Range
from fisherproof.testing.statistic import Statistic, relabelled, sorted_pair, summed, sums_of, with_coin
from numeric.arrays import Array

SIMPLEST = ("exponential", "normal")  # what shrinking tries first: one coordinate, then two


@cache
def families(*, dimension: int | None = None) -> SearchStrategy[Family]:
    """The families that come with the assertions.

    dimension  the number of coordinates wanted; any if not given.
    """
    names = sorted(models.names(), key=lambda name: (name not in SIMPLEST, name))
    known = [models.load(name) for name in names]
    return st.sampled_from([f for f in known if dimension in (None, f.dimension)])


@cache
def points(family: Family) -> SearchStrategy[Array]:
    """Points of the family's domain, (n,), with short dyadic coordinates."""
    plain = {Range.LINE: dyadic.reals(), Range.POSITIVE: dyadic.positives(), Range.UNIT: dyadic.units()}
    own = [plain[kind] for kind in family.ranges.values() if kind is not Range.SHARE]
    shares = dyadic.laws(family.dimension - len(own) + 1).map(lambda law: law[:-1])
    return st.tuples(shares, *own).map(lambda drawn: _in_order(family, drawn[0], drawn[1:]))


@cache
def tangent_vectors(family: Family) -> SearchStrategy[Array]:
    """Nonzero tangent vectors in the family's coordinates, (n,)."""
    entries = st.lists(dyadic.reals(), min_size=family.dimension, max_size=family.dimension)
    return entries.map(np.array).filter(lambda v: bool(np.any(v)))


@cache
def losses(family: Family) -> SearchStrategy[Loss]:
    """Polynomials of degree two in the coordinates, and minus the log-likelihood of one to three observations."""
    n = family.dimension
    unit = np.eye(n, dtype=int)
    exponents = [tuple(map(int, row)) for row in unit]
    exponents += [tuple(map(int, unit[i] + unit[j])) for i in range(n) for j in range(i, n)]
    monomial = st.tuples(st.sampled_from([c for c in dyadic.REALS if c]), st.sampled_from(exponents))
    polynomials: SearchStrategy[Loss] = st.lists(
        monomial, min_size=1, max_size=3, unique_by=lambda term: term[1]
    ).map(lambda terms: Polynomial(tuple(terms)))
    if not family.data:
        return polynomials
    fits = st.lists(st.sampled_from(family.data), min_size=1, max_size=3).map(lambda data: Fit(tuple(data)))
    return polynomials | fits


@cache
def sufficient_statistics(family: Family) -> SearchStrategy[Statistic]:
    """One-to-one maps of the data, data with a coin, pairs without their order, and sums where they are sufficient."""
    found: list[SearchStrategy[Statistic]] = [
        st.builds(relabelled, st.just(family), dyadic.factors(), dyadic.reals()),
        st.builds(with_coin, st.just(family), dyadic.units()),
    ]
    if family.data and not np.ndim(family.data[0]):
        found.append(st.just(sorted_pair(family)))
    if sums_of(family) is not None:
        found.append(st.integers(2, 5).map(lambda count: summed(family, count)))
    return st.one_of(found)


def _in_order(family: Family, shares: tuple[float, ...], others: tuple[float, ...]) -> Array:
    """Shares and other coordinates, each in its place."""
    share, other = iter(shares), iter(others)
    kinds = family.ranges.values()
    return np.array([next(share) if kind is Range.SHARE else next(other) for kind in kinds])
