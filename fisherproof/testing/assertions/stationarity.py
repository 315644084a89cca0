"""Whether a kernel leaves a law as it is."""

from __future__ import annotations

from collections.abc import Sequence

from fisherproof.testing.answers import named
from fisherproof.testing.errors import Block, ContractError
from fisherproof.testing.features import Feature, standard, values
from fisherproof.testing.sampling import PILOT, Budget, Draw, Kernel, drawn, moved, require_zero_means
from numeric.arrays import Array


def assert_stationary(
    kernel: Kernel,
    draw: Draw,
    *,
    steps: int = 1,
    features: Sequence[Feature] | None = None,
    effect: float = 0.01,
    level: float = 1e-7,
    most_draws: int | None = None,
    seed: int = 0,
) -> None:
    """Assert that a step of a kernel keeps a law: x ~ pi and x' from kernel(x) give E[f(x')] = E[f(x)].

    A pass says that no mean of a feature differs by the effect; a smaller bias of one step is made visible by `steps`.

    kernel      (generator, states (m, d)) to the next states, each independently of the others; or (m,).
    draw        (generator, count) to that many exact, independent draws of the law, (count, d) or (count,).
    steps       of the kernel between x and x'.
    features    bounded by one; sines and cosines on the scale of the law if not given.
    effect      the difference of a mean declared not to matter.
    level       the probability, at most, that a right kernel fails.
    most_draws  as many as decide, if not given.
    Raises CounterexampleError, UndecidedError when most_draws is too few, ContractError.
    Source Howard, Ramdas, McAuliffe and Sekhon, Ann. Statist. 49 (2021), Theorem 4.
    """
    __tracebackhide__ = True
    if steps < 1:
        raise ContractError(f"{steps} steps change nothing; give at least one.")
    budget = Budget(effect, level, most_draws, seed)
    pilot, states, noise = budget.generators()
    used = tuple(features) if features is not None else standard(drawn(draw, pilot, PILOT))
    if not used:
        raise ContractError("no features: nothing would be tested. Give one at least.")

    def sample(count: int) -> Array:
        x = drawn(draw, states, count)
        return values(used, moved(kernel, noise, x, steps)) - values(used, x)

    def block(headline: str, finding: str) -> Block:
        again = f"assert_stationary({named(kernel)}, {named(draw)}, steps={steps}, {budget.arguments()})"
        return Block(
            headline or f"{named(kernel)} does not keep the law of {named(draw)}",
            (("statement", f"E[f(x')] = E[f(x)] for x ~ pi, x' after {steps} step(s)"), ("mean", finding)),
            f"from fisherproof.testing import assert_stationary\n{again}",
        )

    texts = [f"E[f(x')] - E[f(x)], f = {one.text}," for one in used]
    require_zero_means(sample, texts, 2.0, budget, block)
