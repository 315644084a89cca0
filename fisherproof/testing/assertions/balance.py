"""Whether a kernel is reversible with respect to a law."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from fisherproof.testing.answers import named
from fisherproof.testing.errors import Block, ContractError
from fisherproof.testing.features import Feature, standard, values
from fisherproof.testing.sampling import PILOT, Budget, Draw, Kernel, drawn, moved, require_zero_means
from numeric.arrays import Array

ONE = Feature("1", lambda states: np.ones(len(states)))


def assert_detailed_balance(
    kernel: Kernel,
    draw: Draw,
    *,
    features: Sequence[Feature] | None = None,
    effect: float = 0.01,
    level: float = 1e-7,
    most_draws: int | None = None,
    seed: int = 0,
) -> None:
    """Assert detailed balance: for x ~ pi and y from kernel(x), (x, y) and (y, x) have one law.

        E[f(x) g(y) - g(x) f(y)] = 0   for all pairs of features f, g; with g = 1 this is stationarity

    Arguments and errors as `assert_stationary`.
    Source Howard, Ramdas, McAuliffe and Sekhon, Ann. Statist. 49 (2021), Theorem 4 (the test).
    """
    __tracebackhide__ = True
    budget = Budget(effect, level, most_draws, seed)
    pilot, states, noise = budget.generators()
    used = (ONE, *(tuple(features) if features is not None else standard(drawn(draw, pilot, PILOT))))
    if len(used) == 1:
        raise ContractError("no features: nothing would be tested. Give one at least.")
    pairs = list(combinations(range(len(used)), 2))
    first, second = (np.array(side) for side in zip(*pairs, strict=True))

    def sample(count: int) -> Array:
        x = drawn(draw, states, count)
        before, after = values(used, x), values(used, moved(kernel, noise, x, 1))
        return np.asarray(before[:, first] * after[:, second] - before[:, second] * after[:, first])

    def block(headline: str, finding: str) -> Block:
        again = f"assert_detailed_balance({named(kernel)}, {named(draw)}, {budget.arguments()})"
        return Block(
            headline or f"{named(kernel)} is not reversible with respect to the law of {named(draw)}",
            (("statement", "E[f(x) g(y)] = E[g(x) f(y)] for x ~ pi, y after one step"), ("mean", finding)),
            f"from fisherproof.testing import assert_detailed_balance\n{again}",
        )

    texts = [f"E[f(x) g(y) - g(x) f(y)], f = {used[i].text}, g = {used[j].text}," for i, j in pairs]
    require_zero_means(sample, texts, 2.0, budget, block)
