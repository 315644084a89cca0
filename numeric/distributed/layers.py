"""Layers shared out among workers: each inverts or diagonalizes its own, and the results go to everyone.

    cost_l = m_l^3 + k_l^3                     of the factors of a weight matrix (m, k)
    longest first: the costliest layer left goes to the worker with the least to do
    largest load <= (4/3 - 1/(3 W)) times the smallest possible

What a layer's result is does not depend on who computes it, so a plan changes the time and nothing else.

Source  Osawa et al., CVPR (2019), arXiv:1811.12019 (layers inverted on different workers); Pauloski et
        al., KAISA: an adaptive second-order optimizer framework for deep neural networks, SC (2021),
        arXiv:2107.01739 (longest first); Graham, Bounds on multiprocessing timing anomalies, SIAM J.
        Appl. Math. 17 (1969) (the bound).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from numeric import curvature
from numeric.arrays import require_some
from numeric.curvature import Block, Eigenbasis, Kronecker, State, StateError
from numeric.distributed.executors import Done, Executor, Raised, attempt, require_executor, settled
from numeric.errors import ShapeError
from numeric.networks.layer import Shape

Given = TypeVar("Given")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Plan:
    """Which worker has which layers.

    groups  indices of layers, one group for each worker that has any.
    loads   their costs, in multiplications up to a constant factor.
    """

    groups: tuple[tuple[int, ...], ...]
    loads: tuple[int, ...]


def assign(shapes: Sequence[Shape], *, workers: int) -> Plan:
    """Longest first: the costliest layer left goes to the worker with the least to do, of equals to the first.

    shapes   (m, k) of every weight matrix.
    workers  at least 1.
    Raises EmptyError.
    """
    require_some("layers", len(shapes))
    require_some("workers", workers)
    costs = [m**3 + k**3 for m, k in shapes]
    groups: list[list[int]] = [[] for _ in range(min(workers, len(shapes)))]
    loads = [0] * len(groups)
    for layer in sorted(range(len(shapes)), key=lambda i: (-costs[i], i)):
        worker = loads.index(min(loads))
        groups[worker].append(layer)
        loads[worker] += costs[layer]
    return Plan(tuple(tuple(sorted(group)) for group in groups), tuple(loads))


def each_layer(
    work: Callable[[Given], Found], given: Sequence[Given], shapes: Sequence[Shape], *, executor: Executor
) -> tuple[Found, ...]:
    """work(item) for the item of every layer, shared out by `assign`; results in the order of the layers.

    given   one for each layer.
    shapes  (m, k) of every layer's weight matrix.
    Raises ShapeError, WorkError, which names the layer, WorkerDiedError, EmptyError.
    """
    if len(given) != len(shapes):
        raise ShapeError(f"{len(given)} matrices for {len(shapes)} layers: one for each is needed.")
    plan = assign(shapes, workers=require_executor(executor).workers)
    tasks = {_named(group): [given[layer] for layer in group] for group in plan.groups}
    outcomes = executor.run(partial(_attempted, work), tasks)
    found = {
        layer: outcome
        for group, part in zip(plan.groups, outcomes, strict=True)
        for layer, outcome in zip(group, part, strict=True)
    }
    return tuple(settled(f"layer {layer}", found[layer]) for layer in range(len(shapes)))


def refresh(state: State, which: Sequence[int], *, damping: float, executor: Executor) -> State:
    """`curvature.refresh` with the blocks shared out: the same inverses, to the last bit.

    state    of `numeric.curvature`.
    which    indices of the blocks to invert anew.
    damping  positive.
    Raises StateError for a block that is not there, WorkError, which names the layer, WorkerDiedError.
    """
    chosen = sorted(set(which))
    if not set(chosen) <= set(range(len(state))):
        raise StateError(f"blocks {chosen} are to be refreshed; there are 0 to {len(state) - 1}.")
    require_some("blocks to refresh", len(chosen))
    sent = [replace(state[i], inverse=None) for i in chosen]
    shapes = [(len(block.G.total), len(block.A.total)) for block in sent]
    made = dict(zip(chosen, each_layer(partial(_refreshed, damping), sent, shapes, executor=executor)))
    return tuple(made.get(i, block) for i, block in enumerate(state))


def eigenbases(factors: Sequence[Kronecker], *, executor: Executor) -> tuple[Eigenbasis, ...]:
    """`curvature.kfac_basis` of every layer, shared out.

    factors  one for each layer.
    Raises WorkError, which names the layer, WorkerDiedError, EmptyError.
    """
    shapes = [pair.shape for pair in factors]
    return each_layer(curvature.kfac_basis, factors, shapes, executor=executor)


def _named(group: tuple[int, ...]) -> str:
    return f"layer{'s' * (len(group) > 1)} {', '.join(map(str, group))}"


def _attempted(work: Callable[[Given], Found], items: Sequence[Given]) -> list[Done | Raised]:
    return [attempt(work, item) for item in items]


def _refreshed(damping: float, block: Block) -> Block:
    return curvature.refresh((block,), [0], damping=damping)[0]
