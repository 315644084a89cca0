"""Sufficient statistics: a family of full data, one of reduced data, and the map from the first to the second.

T is sufficient when p(x; theta) = h(x) q(T(x); theta).  Then both have the same scores, the same Fisher matrix and
the same likelihood ratios.  Each construction here is sufficient for every family:

    relabelled    y = slope*x + shift to x          one to one
    with_coin     (x, c) to x                       c is independent of x, with a known law
    sorted_pair   (x1, x2) to (min, max)            the order of independent observations tells nothing
    summed        (x1, ..., xn) to x1 + ... + xn    for the families whose sum is sufficient

Source  [LehmannCasella1998] sec. 1.6 (the factorization criterion); [AmariNagaoka2000] sec. 2.2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module

import numpy as np

from fisherproof.testing.errors import ContractError
from fisherproof.testing.parametric import Family
from numeric.arrays import Array, LogDensity


@dataclass(frozen=True, eq=False, repr=False)
class Statistic:
    """A sufficient statistic T of a family.

    text     Python that makes it, as it is pasted.
    formula  what it does to the data, in words.
    full     the family of x.
    reduced  the family of T(x), in the same coordinates; its draws are T of the draws of `full`, of the same
             generator.
    apply    T: data of the one to data of the other.
    """

    text: str
    formula: str
    full: Family
    reduced: Family
    apply: Callable[[Array], Array]

    def __repr__(self) -> str:
        return self.text


def reduction(
    text: str, formula: str, full: Family, reduced: Family, apply: Callable[[Array], Array]
) -> Statistic:
    """The statistic with the draws of `reduced` made from those of `full`."""
    return Statistic(
        text=text,
        formula=formula,
        full=full,
        reduced=replace(reduced, draw=lambda rng, count, theta: apply(full.sample(rng, count, theta))),
        apply=apply,
    )


def relabelled(family: Family, slope: float, shift: float) -> Statistic:
    """Data y = slope*x + shift in place of x; T(y) = x.

    slope  not zero.
    Raises ContractError for slope 0.
    """
    if slope == 0:
        raise ContractError("relabelled data y = 0*x + shift forget x; give a slope that is not 0.")

    def back(y: Array) -> Array:
        return np.asarray((y - shift) / slope)

    full = replace(
        family,
        name=f"{family.name}, data y = {slope:g}*x + {shift:g}",
        log_density=lambda y, theta: family.log_density(back(y), theta),
        scores=lambda y, theta: family.score(back(y), theta),
        draw=lambda rng, count, theta: slope * family.sample(rng, count, theta) + shift,
    )
    return reduction(
        f"relabelled({family!r}, {slope}, {shift})", "x, of y one to one with x", full, family, back
    )


def with_coin(family: Family, weight: float) -> Statistic:
    """Data (x, c) with c = 1 of probability `weight`, else 0, independently of x; T(x, c) = x.

    weight  in (0, 1).
    Raises ContractError for another.
    """
    if not 0 < weight < 1:
        raise ContractError(f"a coin of weight {weight}: give a probability strictly between 0 and 1.")

    def toss(c: Array) -> Array:
        return np.asarray(np.where(c > 0, np.log(weight), np.log1p(-weight)))

    def apply(data: Array) -> Array:
        return data[:, 0] if data.shape[1] == 2 else data[:, :-1]

    def draw(rng: np.random.Generator, count: int, theta: Array) -> Array:
        x = family.sample(rng, count, theta).reshape(count, -1)
        return np.column_stack([x, rng.random(count) < weight])

    full = replace(
        family,
        name=f"{family.name} with a coin of weight {weight:g}",
        log_density=lambda data, theta: family.log_density(apply(data), theta) + toss(data[:, -1]),
        scores=lambda data, theta: family.score(apply(data), theta),
        draw=draw,
    )
    return reduction(f"with_coin({family!r}, {weight})", "x, of (x, c) with a coin c", full, family, apply)


def sorted_pair(family: Family) -> Statistic:
    """Two independent observations of one number; T(x1, x2) = (min, max).

    Raises ContractError for a family whose data are vectors.
    """
    if family.data and np.ndim(family.data[0]):
        raise ContractError(f"the observations of {family.name} are vectors, which have no order.")
    full = repeated(family, 2)
    folded = replace(
        full,
        name=f"two of {family.name}, in order",
        log_density=lambda x, theta: full.log_density(x, theta) + np.log(2) * (x[:, 0] != x[:, 1]),
    )
    return reduction(
        f"sorted_pair({family!r})", "(min, max), of (x1, x2)", full, folded, lambda x: np.sort(x, axis=1)
    )


def summed(family: Family, count: int) -> Statistic:
    """That many independent observations; T is their sum.

    count  at least 2.
    Raises ContractError for fewer, or a family whose file knows no sum.
    """
    sums = sums_of(family)
    if sums is None or count < 2:
        raise ContractError(f"no sufficient sum of {count} observations of {family.name} is known.")
    return sums(count)


def sums_of(family: Family) -> Callable[[int], Statistic] | None:
    """What makes sums of a family that has sufficient ones, by its file; None for others."""
    from fisherproof.testing import models

    if family.name not in models.names() or models.load(family.name) is not family:
        return None
    return getattr(import_module(f"{models.__name__}.{family.name}"), "sums", None)


def added_up(family: Family, count: int, log_density: LogDensity, scores: LogDensity) -> Statistic:
    """The sum of independent observations, given the law of the sum: for the files of families."""
    full = repeated(family, count)
    total = replace(full, name=f"sum of {count} of {family.name}", log_density=log_density, scores=scores)
    return reduction(
        f"summed({family!r}, {count})", f"x1 + ... + x{count}", full, total, lambda x: np.sum(x, axis=1)
    )


def repeated(family: Family, count: int) -> Family:
    """Independent observations (m, count) of one number each: log-densities, scores and Fisher matrices add."""

    def draw(rng: np.random.Generator, draws: int, theta: Array) -> Array:
        return family.sample(rng, draws * count, theta).reshape(draws, count)

    def information(theta: Array) -> Array:
        return count * family.fisher(theta)

    return replace(
        family,
        name=f"{count} of {family.name}",
        log_density=lambda x, theta: sum_over(x, lambda one: family.log_density(one, theta)),
        scores=lambda x, theta: sum_over(x, lambda one: family.score(one, theta)),
        information=information if family.information is not None else None,
        draw=draw if family.draw is not None else None,
    )


def sum_over(x: Array, f: Callable[[Array], Array]) -> Array:
    """F(x1) + ... + f(xn) for data (m, n)."""
    return np.asarray(sum(f(x[:, i]) for i in range(x.shape[1])))
