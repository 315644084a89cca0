"""Synchronized steps are those of one machine; stale ones are off by what is measured, to first order in the rate."""

from itertools import pairwise

import numpy as np
import pytest

from numeric.agreement import Outcome, digits_agreed
from numeric.arrays import Estimate
from numeric.curvature import (
    DecayError,
    Kronecker,
    begin,
    early_decay,
    exact_signals,
    expand,
    factored,
    observe,
    precondition,
    refresh,
)
from numeric.distributed import Schedule, Serial, distance, split, staleness, start, step
from numeric.errors import EmptyError, ShapeError
from numeric.networks import (
    Dense,
    Network,
    ScaleError,
    flatten,
    gradient,
    isotropic,
    unflatten,
)
from numeric.slopes import measure_slope
from numeric.spectra import random_spd

SCHEDULE = Schedule(rate=0.3, damping=0.2, decay=0.6)


def trained(case, schedule, steps, executor=None):
    training = start(case.network, case.theta)
    for _ in range(steps):
        training = step(case.network, training, case.shards, schedule=schedule, executor=executor or Serial())
    return training


@pytest.mark.parametrize("name", ["gaussian", "images", "sequences"])
def test_with_period_one_steps_are_those_of_one_machine(problem, name):
    """Four steps over four shards, against averages, factors and inverses of the whole batch by hand."""
    case = problem(name)
    network, theta, state = case.network, case.theta, begin(case.network.shapes)
    for count in range(1, 5):
        factors = [expand(signals) for signals in exact_signals(network, theta, case.x)]
        state = observe(state, factors, decay=early_decay(count, limit=0.6))
        state = refresh(state, range(len(state)), damping=0.2)
        V = unflatten(gradient(network, theta, case.x, case.y), network.shapes)
        theta = theta - 0.3 * flatten(precondition(state, V))

    found = trained(case, SCHEDULE, 4)

    assert digits_agreed(theta, found.theta) > 12
    assert digits_agreed(case.theta, found.theta) < 2
    assert found.count == 4


def test_steps_do_not_depend_on_the_number_of_workers(problem, pretended):
    """Six steps with a period of two are the same to the last bit on one, two and five workers."""
    case, schedule = problem("gaussian"), Schedule(rate=0.3, damping=0.2, period=2)

    found = {trained(case, schedule, 6, pretended(workers)).theta.tobytes() for workers in (1, 2, 5)}

    assert len(found) == 1


def test_between_synchronizations_inverses_are_kept_and_grow_stale(problem):
    """With period 3 the inverses of steps 0, 1, 2 are those made at step 0, and step 3 makes new ones."""
    case, schedule = problem("gaussian"), Schedule(rate=0.3, damping=0.2, period=3)

    states = [trained(case, schedule, count) for count in range(1, 5)]
    inverses = [training.state[0].inverse.A for training in states]

    assert [training.age(schedule) for training in states] == [1, 2, 0, 1]
    assert np.array_equal(inverses[0], inverses[1])
    assert np.array_equal(inverses[0], inverses[2])
    assert digits_agreed(inverses[0], inverses[3]) < 12


def test_synchronizations_are_counted_and_not_steps(problem):
    """With period 2 the second observation is the plain mean of two, however many steps lie between."""
    case, schedule = problem("gaussian"), Schedule(rate=0.3, damping=0.2, period=2)
    second = trained(case, schedule, 2)

    first, later = (exact_signals(case.network, theta, case.x)[1] for theta in (case.theta, second.theta))
    found = trained(case, schedule, 3).state[1].A.value

    assert digits_agreed((expand(first).A + expand(later).A) / 2, found) > 13


def test_where_curvature_does_not_move_stale_steps_are_exact():
    """For a linear network with Gaussian labels on one batch, periods 1 and 5 lead to the same parameter."""
    rng = np.random.default_rng(41)
    network, x = Network((Dense(4, 3),), isotropic(3, variance=0.7)), rng.normal(size=(13, 4))
    shards = split(x, rng.normal(size=(13, 3)), sizes=(3, 1, 7, 2))
    ends = []
    for period in (1, 5):
        training = start(network, np.zeros(15))
        for _ in range(6):
            schedule = Schedule(rate=0.3, damping=0.2, period=period)
            training = step(network, training, shards, schedule=schedule, executor=Serial())
        ends.append(training.theta)

    assert digits_agreed(*ends) > 13


def test_a_stale_step_goes_down_all_the_same(problem):
    """Along every stale step the gradient of the batch has a negative product with the move."""
    case, schedule = problem("gaussian"), Schedule(rate=0.3, damping=0.2, period=4)
    states = [start(case.network, case.theta), *(trained(case, schedule, count) for count in range(1, 5))]

    for before, after in pairwise(states):
        g, move = gradient(case.network, before.theta, case.x, case.y), after.theta - before.theta
        assert g @ move < -0.01 * np.linalg.norm(g) * np.linalg.norm(move)


def damped_factors(case, theta):
    return [factored(expand(signals), damping=0.2) for signals in exact_signals(case.network, theta, case.x)]


def test_staleness_is_of_first_order_in_the_rate_and_within_its_bound(problem):
    """After a step of rate h the relative error of the old curvature is c h with c not zero."""
    case = problem("gaussian")
    stale = damped_factors(case, case.theta)[1]

    def measured(h):
        moved = trained(case, Schedule(rate=h, damping=0.2), 1).theta
        V = unflatten(gradient(case.network, moved, case.x, case.y), case.network.shapes)[1]
        found = staleness(stale, damped_factors(case, moved)[1], V)
        assert found.relative <= found.bound
        return found.relative

    slope = measure_slope(lambda h: Estimate(measured(h), 1e-14), largest=2.0**-6)

    assert Outcome.AGREES is slope.against(1)


def pair(seed):
    rng = np.random.default_rng(seed)
    return Kronecker(random_spd(rng, 4), random_spd(rng, 3, size=2.0)), rng.normal(size=(3, 4))


def test_the_error_of_a_stale_step_is_the_one_of_dense_matrices():
    """S^-1 (M - S) M^-1 v by rows, and |M - S|_F over the smallest eigenvalue of S."""
    (stale, V), (fresh, _) = pair(42), pair(43)
    S, M = stale.rows(), fresh.rows()
    error = np.linalg.solve(S, (M - S) @ np.linalg.solve(M, V.ravel()))

    found = staleness(stale, fresh, V)

    relative = np.linalg.norm(error) / np.linalg.norm(np.linalg.solve(M, V.ravel()))
    assert digits_agreed(relative, found.relative) > 11
    assert digits_agreed(np.linalg.norm(M - S) / np.linalg.eigvalsh(S)[0], found.bound) > 11
    assert digits_agreed(np.linalg.norm(M - S), distance(stale, fresh)) > 13


def test_the_distance_of_near_products_keeps_its_digits():
    """A moves by 2^-40 times integers with 30 as the sum of squares, G not at all: |G|_F sqrt(30) 2^-40."""
    A, G = np.diag([2.0, 3.0, 5.0]), np.array([[2.0, 1.0], [1.0, 4.0]])
    moved = A + 2.0**-40 * np.array([[2, 1, 0], [1, 4, 2], [0, 2, 0]])

    found = distance(Kronecker(A, G), Kronecker(moved, G))

    assert digits_agreed(np.sqrt(22) * np.sqrt(30) * 2.0**-40, found) > 14


def test_the_distance_sees_both_factors_and_their_product():
    """From (A, G) = (1, 1) to (3, 2) the product goes from 1 to 6: 5, of which 2, 1 and 2 are the parts."""
    one, other = Kronecker([[1.0]], [[1.0]]), Kronecker([[3.0]], [[2.0]])

    assert distance(one, other) == 5
    assert distance(other, one) == 5
    assert distance(one, one) == 0


def test_schedules_starts_and_comparisons_that_make_no_sense_are_refused(problem):
    """Each by name."""
    case, (stale, V) = problem("gaussian"), pair(44)

    for wrong in ({"rate": 0.0}, {"damping": -1.0}, {"period": 0}, {"period": 1.5}):
        with pytest.raises(ScaleError, match=next(iter(wrong))):
            Schedule(**({"rate": 0.3, "damping": 0.2} | wrong))
    with pytest.raises(ShapeError, match="the parameter has shape"):
        start(case.network, case.theta[:-1])
    with pytest.raises(DecayError, match="limit 1"):
        trained(case, Schedule(rate=0.3, damping=0.2, decay=1.0), 1)
    with pytest.raises(ShapeError, match="one weight matrix"):
        staleness(stale, Kronecker(np.eye(2), np.eye(3)), V)
    with pytest.raises(ShapeError, match="one weight matrix"):
        distance(stale, Kronecker(np.eye(2), np.eye(3)))
    with pytest.raises(EmptyError, match="the gradient is zero"):
        staleness(stale, stale, 0 * V)
