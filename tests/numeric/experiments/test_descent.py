"""Runs: how many steps, how they end, and that they end."""

import numpy as np
import pytest

from numeric.experiments.descent import End, descend
from numeric.experiments.errors import BudgetError
from numeric.experiments.methods import gradient_descent, natural, newton
from numeric.experiments.quadratic import Quadratic, random_quadratic

H = np.array([[2.0, 0.3], [0.3, 0.5]])
F = np.array([[1.0, -0.4], [-0.4, 3.0]])
START = np.array([1.5, -0.7])


@pytest.mark.parametrize("method", [natural(), newton()])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_one_step_is_enough_where_metric_and_hessian_agree(method, seed):
    """On a quadratic with F = H both methods arrive in one step of rate one."""
    run = descend(random_quadratic(seed, size=5, condition=300.0, gap=1e-12), method, 1.0, budget=3)

    assert (run.iterations, run.end) == (1.0, End.ARRIVED)


def test_with_another_metric_only_newton_takes_one_step():
    """The natural gradient of a metric that is not the Hessian misses the minimum."""
    problem = Quadratic(H, F, START, 1e-12)

    assert descend(problem, newton(), 1.0, budget=3).iterations == 1
    assert descend(problem, natural(), 1.0, budget=3).iterations == np.inf


def test_gradient_descent_takes_the_steps_worked_out_on_paper():
    """Each step multiplies the loss by (1 - eta)^2 where H is the identity."""
    problem = Quadratic(np.eye(2), np.eye(2), START, 1e-3 * START @ START / 2)

    run = descend(problem, gradient_descent(), 0.3, budget=50)

    # 0.49^k <= 1e-3 first at k = 10, since log 1e-3 / log 0.49 = 9.68.
    assert run.iterations == 10
    assert len(run.losses) == 11
    first, last = 0.49**9, 0.49**10
    assert run.crossing == pytest.approx(9 + (first - 1e-3) / (first - last), rel=1e-9)


def test_a_rate_that_is_too_large_diverges():
    """Above 2 / lambda_max the run is stopped long before its budget."""
    run = descend(Quadratic(H, H, START, 1e-6), gradient_descent(), 3.0, budget=10_000)

    assert End.DIVERGED is run.end
    assert len(run.losses) < 50
    assert run.iterations == np.inf


def test_a_budget_is_kept():
    """A run that would arrive later has spent its budget."""
    run = descend(Quadratic(H, H, START, 1e-9), gradient_descent(), 0.1, budget=7)

    assert (End.SPENT, 8, np.inf) == (run.end, len(run.losses), run.iterations)


class Indefinite(Quadratic):
    """Its Hessian, as measured, has a negative eigenvalue."""

    def measure(self, names, theta, step):
        """Everything, and a saddle's Hessian."""
        return {**super().measure(names, theta, step), "hessian": np.diag([1.0, -1.0])}


def test_a_step_that_is_refused_ends_the_run():
    """Newton's method on an indefinite Hessian has taken no step."""
    run = descend(Indefinite(H, H, START, 1e-9), newton(), 1.0, budget=7)

    assert (run.end, len(run.losses)) == (End.REFUSED, 1)


def test_there_must_be_something_to_do():
    """A start at the target and an empty budget are refused."""
    with pytest.raises(BudgetError, match="nothing is left"):
        descend(Quadratic(H, H, START, 100.0), newton(), 1.0, budget=3)
    with pytest.raises(BudgetError):
        descend(Quadratic(H, H, START, 1e-3), newton(), 1.0, budget=0)
