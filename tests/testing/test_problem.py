"""Problems: what a function under test is given is consistent in every chart."""

from __future__ import annotations

import numpy as np
import pytest

from fisherproof import testing
from fisherproof.testing import Chart, Exp, Problem, Ripple, Scale, Sinh
from fisherproof.testing.errors import ContractError

CHART = Chart((Ripple(0, 1, 0.75), Scale(1, 2.0), Sinh(0, 2.0), Exp(1)))
LOSS = testing.Polynomial(((1.0, (1, 1)), (0.5, (0, 2))))


@pytest.fixture
def seen():
    """The normal family and a loss in a bent chart, the point there, and its image."""
    family = testing.family("normal")
    eta = np.array([0.3, -0.4])
    return Problem(family, LOSS, CHART), Problem(family, LOSS), eta, CHART.forward(eta)


def by_step(f, eta):
    """The complex-step gradient."""
    return np.stack([np.imag(f(eta + 1e-30j * e)) / 1e-30 for e in np.eye(len(eta))], axis=-1)


def test_gradients_and_scores_are_derivatives_in_the_chart(seen):
    """Of the loss and the log-density that the problem itself gives, by complex step."""
    problem, _, eta, _ = seen
    x = np.array([0.5, -1.0, 2.0])

    np.testing.assert_allclose(by_step(problem.loss, eta), problem.gradient(eta), rtol=1e-13)
    np.testing.assert_allclose(
        by_step(lambda e: problem.log_density(x, e), eta), problem.score(x, eta), rtol=1e-12
    )


def test_values_and_draws_do_not_depend_on_the_chart(seen):
    """The loss, the log-density, and draws of one seed are those of the law."""
    problem, own, eta, theta = seen

    assert own.loss(theta) == problem.loss(eta)
    np.testing.assert_array_equal(own.log_density(np.ones(1), theta), problem.log_density(np.ones(1), eta))
    draws = [p.sample(np.random.default_rng(2), 4, at) for p, at in ((problem, eta), (own, theta))]
    np.testing.assert_array_equal(*draws)


def test_the_fisher_matrix_is_that_of_the_scores(seen):
    """In the chart it is J^T I J, as the mean of products of scores would be."""
    problem, own, eta, theta = seen
    J = by_step(CHART.forward, eta)

    np.testing.assert_allclose(J.T @ own.fisher(theta) @ J, problem.fisher(eta), rtol=1e-12)


def test_a_problem_without_a_loss_says_so():
    """Where a property is not about a loss, asking for one is an error and is noticed."""
    problem = Problem(testing.family("normal"))

    with pytest.raises(ContractError, match="no loss"):
        problem.gradient(np.array([0.0, 1.0]))
    assert problem.asked


def test_polynomials_are_written_with_the_names_of_the_family():
    """Signs, powers, products, constants and nothing."""
    family = testing.family("normal")
    terms = ((-1.0, (1, 0)), (2.0, (1, 2)), (-0.5, (0, 1)), (3.0, (0, 0)))

    assert testing.Polynomial(terms).formula(family) == "-mu + 2*mu*sigma^2 - 1/2*sigma + 3"
    assert testing.Polynomial(()).formula(family) == "0"
    assert testing.Fit((0.5, -3.0)).formula(family) == "minus the mean log-likelihood of x = 1/2, -3"
