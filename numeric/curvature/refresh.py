"""Kronecker factors kept over many steps: observed often, inverted seldom, block by block.

    observe       A and G of every block enter their running averages
    refresh       some blocks are inverted anew, with factored damping
    precondition  V_l -> G_l^-1 V_l A_l^-1 with the inverses as they were last made

The state is data: nothing is inverted behind the caller's back, and every block tells how old its inverse is.

Source  Martens and Grosse (2015), arXiv:1503.05671, sec. 5, 6.3 and 8 (inverses are kept for several steps);
        Osawa et al., Large-scale distributed second-order optimization using Kronecker-factored approximate
        curvature, CVPR (2019), arXiv:1811.12019 (stale statistics).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from numpy.typing import ArrayLike

from numeric.arrays import Array, require_some
from numeric.curvature.averages import Average, nothing
from numeric.curvature.damping import factored
from numeric.curvature.errors import StateError
from numeric.curvature.kronecker import Kronecker
from numeric.errors import ShapeError
from numeric.networks.layer import Shape


@dataclass(frozen=True, eq=False)
class Block:
    """What is kept for one weight matrix.

    A, G     running averages of the factors.
    inverse  the inverses of the damped factors, None before the first refresh.
    age      how many observations have been taken in since the inverse was made, or since the beginning.
    """

    A: Average
    G: Average
    inverse: Kronecker | None = None
    age: int = 0


State = tuple[Block, ...]


def begin(shapes: Sequence[Shape]) -> State:
    """The state before the first observation.

    shapes  (m, k) of every weight matrix.
    """
    return tuple(Block(nothing((k, k)), nothing((m, m))) for m, k in shapes)


def observe(state: State, factors: Sequence[Kronecker], *, decay: float) -> State:
    """Take in the factors of one batch; inverses stay and grow older by one.

    factors  one for each block.
    decay    in [0, 1): what remains of the past.
    Raises ShapeError, DecayError.
    """
    _require_one_each(state, len(factors))
    return tuple(
        replace(
            block,
            A=block.A.observed(found.A, decay=decay),
            G=block.G.observed(found.G, decay=decay),
            age=block.age + 1,
        )
        for block, found in zip(state, factors)
    )


def refresh(state: State, which: Iterable[int], *, damping: float) -> State:
    """Invert some blocks anew, with pi sqrt(damping) and sqrt(damping) / pi added to the averaged factors.

    which    indices of the blocks; the others keep what they have.
    damping  positive.
    Raises StateError for a block that is not there or was never observed, DampingError, SingularMetricError.
    """
    chosen = set(which)
    if not chosen <= set(range(len(state))):
        raise StateError(f"blocks {sorted(chosen)} are to be refreshed; there are 0 to {len(state) - 1}.")
    return tuple(
        replace(block, inverse=_inverse(block, damping), age=0) if i in chosen else block
        for i, block in enumerate(state)
    )


def precondition(state: State, gradients: Sequence[ArrayLike]) -> tuple[Array, ...]:
    """G_l^-1 V_l A_l^-1 for every block, with the inverses as they are.

    gradients  V_l, (m, k), one for each block.
    Raises StateError for a block that was never refreshed, ShapeError, NonFiniteError.
    """
    _require_one_each(state, len(gradients))
    found = []
    for i, (block, V) in enumerate(zip(state, gradients)):
        if block.inverse is None:
            raise StateError(f"block {i} has no inverse yet: refresh it before the first step.")
        found.append(block.inverse.times(V))
    return tuple(found)


def due(step: int, *, blocks: int, period: int) -> tuple[int, ...]:
    """Which blocks are refreshed at a step, in turn: i with i = step modulo the period.

    Each block is refreshed once in every `period` steps, and the work is spread over them.

    step    counted from zero.
    blocks  how many there are.
    period  at least 1, which refreshes all of them always.
    Raises EmptyError.
    """
    require_some("blocks", blocks)
    require_some("steps of a period", period)
    return tuple(i for i in range(blocks) if i % period == step % period)


def _inverse(block: Block, damping: float) -> Kronecker:
    return factored(Kronecker(block.A.value, block.G.value), damping=damping).inverse()


def _require_one_each(state: State, count: int) -> None:
    if count != len(state):
        raise ShapeError(f"{count} matrices for {len(state)} blocks: one for each weight matrix is needed.")
