"""Two rules refined side by side until they agree to the digits asked, or come no closer."""

from collections.abc import Callable
from dataclasses import dataclass

from mpmath import mp

from numeric.decimals.errors import UnsettledError
from numeric.decimals.figures import Figure, Real, figure

FEWEST = 3  # digits; two rules that share fewer have not found the same thing
GAIN = 1.0  # digits; a refinement that brings less has met rounding, or a point that is not smooth
SPARE = 1.1  # the next refinement aims at a tenth more digits than asked
FASTEST, SLOWEST = 3.0, 1.2  # by how much the steps per unit grow at once


@dataclass(frozen=True)
class Run:
    """One run of a rule over several integrands.

    values  int f (or the sum) for each of them.
    coarse  the same at twice the step.
    sizes   int |f|.
    nodes   how many places were visited.
    """

    values: list[Real]
    coarse: list[Real]
    sizes: list[Real]
    nodes: int


def refined(
    one: Callable[[int], Run],
    other: Callable[[int], Run],
    *,
    digits: int,
    steps: int,
    most: int,
    fastest: float = FASTEST,
) -> list[Figure]:
    """Figures of what two rules find, for the number of steps at which they agree best.

    one, other   number of steps per unit to a run.
    steps, most  the first number, and the largest.
    fastest      the largest factor from one to the next.
    Raises UnsettledError when fewer than 3 digits are shared, and what a run raises.
    """
    best, shared = -1.0, 0.0
    while True:
        try:
            left, right = one(steps), other(steps)
        except UnsettledError:
            # Too many nodes for a finer step: what was seen before stands, with the digits it had.
            if best < FEWEST:
                raise
            break
        before, shared = best, _shared(left, right)
        if shared > best:
            best, found = shared, figures(left, right, digits=digits)
        if (shared >= digits and _settled(left) >= digits / 3) or shared < before + GAIN or steps >= most:
            break
        growth = SPARE * digits / max(shared, 1.0)
        steps = min(most, int(steps * min(fastest, max(growth, SLOWEST))) + 1)
    if best < FEWEST:
        raise UnsettledError(
            f"two rules of {left.nodes} and {right.nodes} nodes share {best:.1f} digits. Likely a kink or a "
            "singular point that is not among the breakpoints, an oscillation, a tail that does not die, "
            "or a hump that one has not found."
        )
    return found


def figures(left: Run, right: Run, *, digits: int) -> list[Figure]:
    """One figure for each integrand of two runs."""
    return [
        figure(a, b, s, asked=digits) for a, b, s in zip(left.values, right.values, left.sizes, strict=True)
    ]


def _shared(left: Run, right: Run) -> float:
    """Digits of int |f| that the two runs share, for the integrand on which they agree least."""
    pairs = zip(left.values, right.values, left.sizes, strict=True)
    return min(_digits(abs(a - b), size) for a, b, size in pairs)


def _settled(run: Run) -> float:
    """Digits that a run shares with its own nodes at twice the step."""
    return min(
        _digits(abs(a - c), size) for a, c, size in zip(run.values, run.coarse, run.sizes, strict=True)
    )


def _digits(apart: Real, size: Real) -> float:
    if apart == 0:
        return float("inf")
    return float(-mp.log10(apart / size)) if size else 0.0
