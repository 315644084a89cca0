"""Tuning: the known best rate is found to the resolution of the grid, and an optimum at an end is said to be one."""

import numpy as np
import pytest

from numeric.experiments.contest import Plan, tuned
from numeric.experiments.errors import GridError, SeedError
from numeric.experiments.methods import gradient_descent, natural
from numeric.experiments.quadratic import Quadratic
from numeric.experiments.tuning import Grid, tune, tuning_seeds

RATIO = 1.1
LOW, HIGH = 0.2, 1.7


def between_two_curvatures():
    """A quadratic with both ends of its spectrum in the start, so that the slower of the two decides."""
    H = np.diag([LOW, HIGH])
    # Equal energies: each falls like (1 - eta lambda)^2 a step.
    start = np.array([1 / np.sqrt(LOW), 1 / np.sqrt(HIGH)])
    return Quadratic(H, H, start, 1e-12)


@pytest.mark.parametrize("centre", [0.3, 1.0, 1.15])
def test_the_best_rate_of_a_quadratic_is_found(centre):
    """Polyak's 2 / (lambda_min + lambda_max) is met to one ratio of the grid, from centres on either side."""
    plan = Plan(budget=400, grid=Grid(points=3, ratio=RATIO, extensions=20))

    found = tuned(gradient_descent(centre), [between_two_curvatures()], (99,), plan)

    best = 2 / (LOW + HIGH)
    assert best / RATIO < found.chosen < best * RATIO
    assert found.interior
    assert found.seeds == (99,)


def test_newtons_rate_is_one():
    """Where metric and Hessian agree, rate one is best among its neighbours."""
    found = tuned(natural(), [between_two_curvatures()], (0,), Plan(budget=50))

    assert found.chosen == 1.0
    assert found.interior


@pytest.mark.parametrize("centre", [0.01, 1.0])
def test_an_optimum_at_the_end_is_reported(centre):
    """When the grid may not be extended far enough, the record says that its end was chosen."""
    found = tune(
        lambda rate, cap: (abs(np.log(rate / 100)), 0.0),
        centre=centre,
        grid=Grid(points=3, ratio=2.0, extensions=1),
        seeds=(0,),
    )

    assert not found.interior
    assert found.chosen == max(found.grid) == centre * 4


def test_the_grid_is_extended_on_the_side_of_the_best():
    """From one, in ratios of two, up to the best at 16 and one beyond it."""
    found = tune(lambda rate, cap: (abs(np.log2(rate) - 4), 0.0), centre=1.0, grid=Grid(points=3), seeds=(0,))

    assert found.grid == (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
    assert (found.chosen, found.interior) == (16.0, True)


def test_no_rate_is_tried_for_longer_than_the_best_needed():
    """The cap given to each rate is the least score before it."""
    caps = []

    def trial(rate, cap):
        caps.append(cap)
        return 10.0 / rate, 0.0

    tune(trial, centre=1.0, grid=Grid(points=3, extensions=1), seeds=(0,))

    # In order: 1, 1/2, 2, 4 with scores 10, 20, 5, 2.5.
    assert caps == [np.inf, 10.0, 10.0, 5.0]


def test_where_none_arrives_the_lower_loss_decides():
    """Infinite steps are compared by the loss at the end."""
    found = tune(lambda rate, cap: (np.inf, abs(rate - 2.0)), centre=1.0, grid=Grid(points=3), seeds=(0,))

    assert found.chosen == 2.0


def test_tuning_seeds_are_none_of_those_measured():
    """They follow after the largest."""
    assert tuning_seeds((3, 7, 0), 3) == (8, 9, 10)
    with pytest.raises(SeedError):
        tuning_seeds((0, 1), 0)


@pytest.mark.parametrize("bad", [{"points": 4}, {"points": 1}, {"ratio": 1.0}, {"extensions": -1}])
def test_a_grid_needs_a_centre_and_two_sides(bad):
    """Even numbers of points, equal rates and negative extensions are refused."""
    with pytest.raises(GridError):
        Grid(**bad)


def test_a_centre_is_a_positive_rate():
    """Zero is refused."""
    with pytest.raises(GridError):
        tune(lambda rate, cap: (0.0, 0.0), centre=0.0, grid=Grid(), seeds=(0,))
