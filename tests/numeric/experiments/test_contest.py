"""Contests: a planted slow method is found slower, equals are found equal, and what cannot be told is not told."""

from dataclasses import dataclass

import numpy as np
import pytest

from numeric.experiments.contest import Plan, arm, compare, contest, outcome, warnings_of
from numeric.experiments.descent import End, Method, Run
from numeric.experiments.errors import SeedError
from numeric.experiments.intervals import Interval
from numeric.experiments.methods import gradient_descent, natural
from numeric.experiments.quadratic import random_quadratic
from numeric.experiments.record import Outcome, Tuning, require_seeds
from numeric.optimizers.contract import advance, begin

SEEDS = tuple(range(10))
PLAN = Plan(budget=400)
TUNED = Tuning((0.5, 1.0, 2.0), (3.0, 1.0, 3.0), 1.0, True, (11,))


@dataclass(frozen=True)
class EverySecond:
    """Gradient descent that rests at every second step: no rate makes up for it."""

    rate: float

    def init(self, parameters):
        """At the parameters."""
        return begin(parameters)

    def step(self, state, *, gradient):
        """A step of gradient descent, or none."""
        moved = state.parameters - self.rate * gradient * (state.count % 2 == 0)
        return advance(state, moved, gradient=gradient)


def quadratic(seed):
    return random_quadratic(seed, size=4, condition=5.0 + seed, gap=1e-4)


def test_a_planted_slow_method_is_found_slower():
    """Resting every second step takes twice the steps, less one, after both are tuned."""
    slow = Method("slow", EverySecond, 1.0)

    first, second = contest("quadratic", quadratic, [slow, gradient_descent()], seeds=SEEDS, plan=PLAN)
    found = compare(first, second, PLAN)

    assert first.tuning.chosen == second.tuning.chosen
    assert [2 * steps - 1 for steps in second.iterations] == list(first.iterations)
    assert Outcome.MORE is found.outcome
    assert Outcome.LESS is compare(second, first, PLAN).outcome


def test_a_method_is_as_good_as_itself():
    """Ratios of one on every seed leave an interval of no width."""
    first, second = contest("quadratic", quadratic, [natural(), natural()], seeds=SEEDS, plan=PLAN)

    found = compare(first, second, PLAN)

    assert (found.ratio.low, found.ratio.high) == (1.0, 1.0)
    assert Outcome.SAME is found.outcome


def test_every_method_is_tuned_on_other_seeds_than_it_is_measured_on():
    """The seeds of the tuning are disjoint from those measured."""
    (found,) = contest("quadratic", quadratic, [gradient_descent()], seeds=SEEDS, plan=PLAN)

    assert not set(found.tuning.seeds) & set(SEEDS)
    assert found.tuning.interior
    assert len(found.iterations) == len(SEEDS)


def made(iterations, *, end="SPENT"):
    """An arm with runs of so many steps; infinite ones ended otherwise."""
    runs = [
        Run((1.0, 0.0), steps, steps, 0.1, 0.1, End.ARRIVED if np.isfinite(steps) else End[end], np.zeros(1))
        for steps in iterations
    ]
    return arm("made", "method", TUNED, runs, [0.0] * len(runs), Plan(budget=50))


def test_a_run_that_spends_its_budget_counts_as_at_least_that():
    """Ten steps against more than fifty: the ratio is at most a fifth, and may be anything below."""
    found = compare(made([10.0] * 10), made([np.inf] * 10), Plan(budget=50))

    assert (found.ratio.low, found.ratio.high) == (0.0, 0.2)
    assert Outcome.LESS is found.outcome


def test_a_run_that_diverges_never_arrives():
    """Something over infinity is nothing."""
    found = compare(made([10.0] * 10), made([np.inf] * 10, end="DIVERGED"), Plan(budget=50))

    assert (found.ratio.low, found.ratio.high) == (0.0, 0.0)


def test_two_methods_that_never_arrive_cannot_be_told_apart():
    """The interval is everything."""
    found = compare(made([np.inf] * 10), made([np.inf] * 10), Plan(budget=50))

    assert (0.0, np.inf) == (found.ratio.low, found.ratio.high)
    assert Outcome.INCONCLUSIVE is found.outcome


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.2, 0.99, Outcome.LESS),
        (1.01, 9.0, Outcome.MORE),
        (0.95, 1.05, Outcome.SAME),
        (0.8, 1.05, Outcome.INCONCLUSIVE),
        (1.0, 1.2, Outcome.INCONCLUSIVE),
    ],
)
def test_what_an_interval_says(low, high, expected):
    """Below one, above one, within ten per cent of one, or nothing."""
    assert expected is outcome(Interval(1.0, low, high, 0.95))


def test_what_must_be_said_of_runs_is_said():
    """A rate at the end of its grid and runs that do not arrive are remarked on."""
    edge = Tuning((1.0, 2.0), (2.0, 1.0), 2.0, False, (11,))
    runs = [Run((1.0, 0.5), np.inf, np.inf, 0.1, 0.1, End.SPENT, np.zeros(1))] * 10

    said = warnings_of([arm("made", "method", edge, runs, [0.0] * 10, Plan(budget=1)), made([1.0] * 10)])

    assert len(said) == 2
    assert "end of its grid" in said[0]
    assert "0 of 10" in said[1]


@pytest.mark.parametrize("seeds", [(0, 1, 1, 2, 3, 4, 5), (-1, 0, 1, 2, 3, 4), (0.5, 1, 2, 3, 4, 5)])
def test_seeds_are_distinct_whole_numbers(seeds):
    """Repeated, negative and broken seeds are refused."""
    with pytest.raises(SeedError):
        require_seeds(seeds)
