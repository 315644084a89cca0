"""Categorical family on the outcomes 0, 1, ..., n, with probabilities p1, ..., pn of the first n.

Domain     p_i > 0, sum p_i < 1; data 0, 1, ..., n; here n = 2.
Density    p_(x + 1), and 1 - p1 - ... - pn of the last outcome
Metric     diag(1/p_i) + 1/(1 - sum p_i), the second in every entry
Source     [Amari2016] sec. 2.1
"""

from __future__ import annotations

import numpy as np

from fisherproof.testing.parametric import Family
from fisherproof.testing.ranges import Range
from numeric.arrays import Array


def categorical(n: int, name: str) -> Family:
    """The categorical family with n free probabilities, on n + 1 outcomes."""
    outcomes = tuple(float(x) for x in range(n + 1))

    def log_density(x: Array, theta: Array) -> Array:
        law = np.append(theta, 1 - np.sum(theta))
        return np.asarray(np.log(law)[np.asarray(x, dtype=int)])

    def scores(x: Array, theta: Array) -> Array:
        outcome = np.asarray(x, dtype=int)[:, None]
        hit = (outcome == np.arange(n)) / theta
        return np.asarray(hit - (outcome == n) / (1 - np.sum(theta)))

    def draw(rng: np.random.Generator, count: int, theta: Array) -> Array:
        ends = np.cumsum(theta)
        return np.searchsorted(ends, rng.random(count), side="right").astype(float)

    return Family(
        name=name,
        ranges={f"p{i + 1}": Range.SHARE for i in range(n)},
        log_density=log_density,
        scores=scores,
        information=lambda theta: np.diag(1 / theta) + 1 / (1 - np.sum(theta)),
        draw=draw,
        data=outcomes,
    )


family = categorical(2, "categorical")
