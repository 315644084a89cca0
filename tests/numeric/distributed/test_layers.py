"""Layers are shared out longest first, and what comes back is what one machine computes, to the last bit."""

from itertools import product

import numpy as np
import pytest

from numeric import curvature, distributed
from numeric.curvature import Kronecker, StateError, begin, kfac_basis, observe
from numeric.distributed import Serial, WorkError, assign, each_layer, eigenbases
from numeric.errors import EmptyError, ShapeError
from numeric.spectra import random_spd

SHAPES = [(3, 5), (4, 4), (2, 6), (5, 2)]


def factors(seed):
    rng = np.random.default_rng(seed)
    return [Kronecker(random_spd(rng, k), random_spd(rng, m)) for m, k in SHAPES]


def observed():
    return observe(observe(begin(SHAPES), factors(31), decay=0.5), factors(32), decay=0.5)


def test_the_costliest_layer_left_goes_to_the_worker_with_the_least_to_do():
    """Costs m^3 + k^3 are 152, 128, 224, 133: 224 to the first, 152 and 133 to the second, 128 to the first."""
    plan = assign(SHAPES, workers=2)

    assert plan.groups == ((1, 2), (0, 3))
    assert plan.loads == (352, 285)


def test_there_are_never_more_groups_than_layers():
    """Nine workers for four layers: each has one; one worker has all."""
    assert sorted(assign(SHAPES, workers=9).groups) == [(0,), (1,), (2,), (3,)]
    assert assign(SHAPES, workers=1).groups == ((0, 1, 2, 3),)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("workers", [2, 3])
def test_the_largest_load_is_within_grahams_bound_of_the_smallest_possible(seed, workers):
    """At most 4/3 - 1/(3 W) times the best of all W^7 assignments, and every layer has one worker."""
    shapes = [(int(m), int(k)) for m, k in np.random.default_rng(seed).integers(2, 9, size=(7, 2))]
    costs = [m**3 + k**3 for m, k in shapes]
    best = min(
        max(sum(c for c, w in zip(costs, who) if w == worker) for worker in range(workers))
        for who in product(range(workers), repeat=7)
    )

    plan = assign(shapes, workers=workers)

    assert sorted(layer for group in plan.groups for layer in group) == list(range(7))
    assert plan.loads == tuple(sum(costs[layer] for layer in group) for group in plan.groups)
    assert max(plan.loads) <= (4 / 3 - 1 / (3 * workers)) * best


@pytest.mark.parametrize("workers", [1, 2, 3, 9])
def test_inverses_do_not_depend_on_who_makes_them(pretended, workers):
    """Blocks 0, 2 and 3 are inverted anew as by one machine, to the last bit; block 1 keeps what it has."""
    state = observed()
    V = [np.random.default_rng(33).normal(size=shape) for shape in SHAPES]
    old = curvature.refresh(state, range(4), damping=0.7)

    found = distributed.refresh(old, [3, 0, 2], damping=0.2, executor=pretended(workers))
    expected = curvature.refresh(old, [3, 0, 2], damping=0.2)

    pairs = zip(curvature.precondition(expected, V), curvature.precondition(found, V), strict=True)
    assert all(np.array_equal(left, right) for left, right in pairs)
    assert np.array_equal(curvature.precondition(old, V)[1], curvature.precondition(found, V)[1])
    assert [block.age for block in found] == [block.age for block in expected]


def test_eigenvectors_do_not_depend_on_who_makes_them(pretended):
    """Bases and moments are those of one machine, in the order of the layers."""
    pairs = factors(34)

    for pair, found in zip(pairs, eigenbases(pairs, executor=pretended(3)), strict=True):
        expected = kfac_basis(pair)
        assert np.array_equal(expected.U_A, found.U_A)
        assert np.array_equal(expected.U_G, found.U_G)
        assert np.array_equal(expected.moments, found.moments)


def test_a_layer_that_cannot_be_inverted_is_named(pretended):
    """No gradient reaches layer 1, whichever worker has it."""
    dead = [Kronecker(pair.A, 0 * pair.G) if i == 1 else pair for i, pair in enumerate(factors(35))]
    state = observe(begin(SHAPES), dead, decay=0.5)

    for workers in (1, 2):
        with pytest.raises(WorkError, match="layer 1: DampingError: the mean eigenvalues") as caught:
            distributed.refresh(state, range(4), damping=0.2, executor=pretended(workers))
        assert caught.value.name == "layer 1"


def test_layers_that_are_not_there_are_refused():
    """A block out of range, none at all, a matrix too few, no worker."""
    with pytest.raises(StateError, match=r"blocks \[1, 4\]"):
        distributed.refresh(observed(), [4, 1], damping=0.2, executor=Serial())
    with pytest.raises(EmptyError, match="blocks to refresh"):
        distributed.refresh(observed(), [], damping=0.2, executor=Serial())
    with pytest.raises(ShapeError, match="3 matrices for 4 layers"):
        each_layer(np.trace, [np.eye(2)] * 3, SHAPES, executor=Serial())
    with pytest.raises(EmptyError, match="workers"):
        assign(SHAPES, workers=0)
    with pytest.raises(EmptyError, match="layers"):
        assign([], workers=2)
