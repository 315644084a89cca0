"""What is put together from shards is what one machine computes, and depends on the shards alone."""

import numpy as np
import pytest

from numeric import curvature, distributed
from numeric.agreement import digits_agreed
from numeric.curvature import expand, kfac_basis, kfc, reduce, sampled_signals
from numeric.distributed import ExecutorError, Serial, WorkError, split, statistics
from numeric.errors import EmptyError, ShapeError
from numeric.networks import gradient, loss
from numeric.solvers.conjugate_gradients import conjugate_gradients

NAMES = ["gaussian", "images", "sequences"]
SERIAL = Serial()


@pytest.mark.parametrize("name", NAMES)
def test_gradient_and_matrices_are_those_of_one_machine(problem, name):
    """Thirteen examples in shards of 3, 1, 7, 2: gradient, Fisher matrix, its blocks, empirical Fisher matrix."""
    case = problem(name)
    network, theta, shards = case.network, case.theta, case.shards

    def mean(statistic):
        return distributed.mean(statistic, network, theta, shards, executor=SERIAL)

    found = distributed.gradient(network, theta, shards, executor=SERIAL)
    F = distributed.fisher(network, theta, shards, executor=SERIAL)

    assert digits_agreed(gradient(network, theta, case.x, case.y), found) > 14
    assert digits_agreed(curvature.fisher(network, theta, case.x), F) > 14
    blocks = curvature.fisher_blocks(network, theta, case.x)
    for expected, block in zip(blocks, mean(statistics.fisher_blocks), strict=True):
        assert digits_agreed(expected, block) > 14
    empirical = curvature.empirical_fisher(network, theta, (case.x, case.y))
    assert digits_agreed(empirical, mean(statistics.empirical_fisher)[0]) > 14
    assert digits_agreed(empirical, F) < 2


@pytest.mark.parametrize("factored", [expand, reduce, kfc])
@pytest.mark.parametrize("name", NAMES)
def test_factors_are_those_of_one_machine(problem, name, factored):
    """A and G of every layer, of the exact and of the empirical Fisher matrix."""
    case = problem(name)
    network, theta, shards = case.network, case.theta, case.shards
    exact = curvature.exact_signals(network, theta, case.x)
    empirical = curvature.empirical_signals(network, theta, (case.x, case.y))

    for labelled, wanted in ((statistics.exact, exact), (statistics.empirical, empirical)):
        found = distributed.factors(
            network, theta, shards, executor=SERIAL, signals=labelled, factored=factored
        )
        for signals, pair in zip(wanted, found, strict=True):
            # The gradients of attention's keys add up to zero over places: reduce's G is, and has no digits.
            size = np.max(np.abs(expand(signals).G))
            assert digits_agreed(factored(signals).A, pair.A) > 14
            assert np.max(np.abs(factored(signals).G - pair.G)) < 1e-14 * size


@pytest.mark.parametrize("name", NAMES)
def test_ekfac_in_three_rounds_is_that_of_one_machine(problem, name):
    """The blocks agree, whatever basis is chosen where eigenvalues are equal; K-FAC's are others."""
    case = problem(name)
    network, theta = case.network, case.theta
    signals = curvature.exact_signals(network, theta, case.x)

    found = distributed.ekfac(network, theta, case.shards, executor=SERIAL)

    for signal, basis in zip(signals, found, strict=True):
        assert digits_agreed(curvature.ekfac(expand(signal), signal).rows(), basis.rows()) > 10
    assert digits_agreed(kfac_basis(expand(signals[0])).rows(), found[0].rows()) < 3


def test_the_average_of_products_is_not_the_product_of_averages(problem):
    """sum_k w_k G_k (x) A_k - G (x) A = sum_k w_k (G_k - G) (x) (A_k - A), which is not zero."""
    case = problem("gaussian")
    network, theta, shards = case.network, case.theta, case.shards
    parts = distributed.measure(
        statistics.factors(statistics.exact, expand), network, theta, shards, executor=SERIAL
    )
    whole = distributed.factors(network, theta, shards, executor=SERIAL)[0]
    weights = [part.count / 13 for part in parts]
    local = [part.values[:2] for part in parts]

    excess = sum(w * np.kron(G, A) for w, (A, G) in zip(weights, local)) - whole.rows()
    covariance = sum(w * np.kron(G - whole.G, A - whole.A) for w, (A, G) in zip(weights, local))

    assert digits_agreed(covariance, excess) > 12
    assert np.linalg.norm(excess) > 0.05 * np.linalg.norm(whole.rows())


def test_averages_of_shards_without_their_sizes_are_not_the_batch(problem):
    """The plain mean of the four local Fisher matrices is off by more than a tenth, and by what is computed."""
    case = problem("gaussian")
    parts = distributed.measure(statistics.fisher, case.network, case.theta, case.shards, executor=SERIAL)
    F = curvature.fisher(case.network, case.theta, case.x)

    plain = np.mean([part.values[0] for part in parts], axis=0)

    error = distributed.equal_weights_error(parts)[0]
    assert digits_agreed(plain - F, error) > 13
    assert np.linalg.norm(error) > 0.1 * np.linalg.norm(F)


@pytest.mark.parametrize("sizes", [(13,), (1,) * 13, (6, 7), (1, 12)])
def test_any_cut_gives_the_same_matrices(problem, sizes):
    """One shard, thirteen, two halves and an outlier agree."""
    case = problem("images")
    shards = split(case.x, case.y, sizes=sizes)

    found = distributed.factors(case.network, case.theta, shards, executor=SERIAL)

    for signal, pair in zip(curvature.exact_signals(case.network, case.theta, case.x), found, strict=True):
        assert digits_agreed(expand(signal).A, pair.A) > 14
        assert digits_agreed(expand(signal).G, pair.G) > 13


def test_conjugate_gradients_with_products_of_shards_solve_the_damped_system(problem):
    """(F + 0.3 Id) v = g, in which each product is one visit to the shards and F is never formed."""
    case = problem("gaussian")
    network, theta, shards = case.network, case.theta, case.shards
    g = distributed.gradient(network, theta, shards, executor=SERIAL)

    def damped(v):
        return (
            distributed.mean(statistics.fisher_times(v), network, theta, shards, executor=SERIAL)[0] + 0.3 * v
        )

    expected = np.linalg.solve(curvature.fisher(network, theta, case.x) + 0.3 * np.eye(network.size), g)

    assert digits_agreed(expected, conjugate_gradients(damped, g, tolerance=1e-13).solution) > 11


def test_sampled_labels_belong_to_the_shard_and_not_to_the_worker(problem, pretended):
    """Factors are those of a generator made of seed and number; equal shards draw different labels."""
    case = problem("gaussian")
    network, theta, shards = case.network, case.theta, case.shards
    statistic = statistics.factors(statistics.Sampled(seed=5, draws=2), expand)

    parts = distributed.measure(statistic, network, theta, shards, executor=SERIAL)
    again = distributed.measure(statistic, network, theta, shards[::-1], executor=pretended(3))

    for part, other, shard in zip(parts, again, shards, strict=True):
        rng = np.random.default_rng(np.random.SeedSequence(5, spawn_key=(shard.index,)))
        expected = expand(sampled_signals(network, theta, shard.x, rng=rng, draws=2)[0])
        assert np.array_equal(expected.G, part.values[1])
        assert all(map(np.array_equal, part.values, other.values))
    twice = split(np.concatenate([case.x, case.x]), sizes=(13, 13))
    left, right = distributed.measure(statistic, network, theta, twice, executor=SERIAL)
    assert np.array_equal(left.values[0], right.values[0])
    assert digits_agreed(left.values[1], right.values[1]) < 3


def test_several_statistics_are_measured_in_one_visit(problem):
    """Their arrays follow each other."""
    case = problem("gaussian")
    both = statistics.together(statistics.gradient, statistics.fisher)

    g, F = distributed.mean(both, case.network, case.theta, case.shards, executor=SERIAL)

    assert np.array_equal(distributed.gradient(case.network, case.theta, case.shards, executor=SERIAL), g)
    assert np.array_equal(distributed.fisher(case.network, case.theta, case.shards, executor=SERIAL), F)


def test_what_fails_on_a_shard_names_the_shard(problem):
    """NaN in example 6 is in shard 2, whose error keeps the kind and where it was raised."""
    case = problem("gaussian")
    x = case.x.copy()
    x[6, 1] = np.nan
    shards = split(x, case.y, sizes=(3, 1, 7, 2))

    with pytest.raises(
        WorkError, match=r"shard 2 of 4 \(examples 4 to 10\): NonFiniteError: the batch"
    ) as caught:
        distributed.gradient(case.network, case.theta, shards, executor=SERIAL)

    assert caught.value.name == shards[2].name
    assert caught.value.kind == "NonFiniteError"
    assert "in require_finite" in caught.value.trace


def test_bad_parameters_labels_and_executors_are_refused(problem):
    """A short theta, a label out of range, a statistic of nothing, and a thing that is no executor."""
    case = problem("images")
    network, theta, shards = case.network, case.theta, case.shards

    with pytest.raises(WorkError, match=r"shard 0 of 4 .* ShapeError: the parameter has shape"):
        distributed.fisher(network, theta[:-1], shards, executor=SERIAL)
    with pytest.raises(ShapeError, match="the parameter must have shape"):
        distributed.fisher(network, theta[None], shards, executor=SERIAL)
    with pytest.raises(WorkError, match=r"shard 2 of 4 .* LabelError: label 3 of example 1"):
        y = np.where(np.arange(13) == 5, 3, case.y)
        distributed.gradient(network, theta, split(case.x, y, sizes=(3, 1, 7, 2)), executor=SERIAL)
    with pytest.raises(WorkError, match="EmptyError: 0 arrays of a statistic"):
        distributed.mean(lambda *_: (), network, theta, shards, executor=SERIAL)
    with pytest.raises(ExecutorError, match=r"'loky' is no executor: give Serial\(\)"):
        distributed.fisher(network, theta, shards, executor="loky")
    with pytest.raises(EmptyError, match="pieces of work"):
        SERIAL.run(loss, {})
