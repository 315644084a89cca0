"""Covariance of metrics: the Fisher matrix passes, what is not a tensor fails, what is rough is undecided."""

from __future__ import annotations

import numpy as np
import pytest

from fisherproof import testing
from fisherproof.testing import assert_covariant_metric
from fisherproof.testing.errors import CounterexampleError, UndecidedError


def fisher(problem, theta):
    """The Fisher matrix as it is given."""
    return problem.fisher(theta)


def sampled(problem, theta):
    """Mean products of scores over forty draws of a fixed seed."""
    scores = problem.score(problem.sample(np.random.default_rng(3), 40, theta), theta)
    return scores.T @ scores / len(scores)


def transported(problem, theta):
    """A tensor that is not symmetric: the Fisher matrix plus g u^T, with u a covector too."""
    g = problem.gradient(theta)
    s = problem.score(np.array([0.5]), theta)[0] if problem.dimension == 2 else g
    return problem.fisher(theta) + np.outer(g, s)


def damped(problem, theta):
    """The Fisher matrix plus a multiple of the identity."""
    return problem.fisher(theta) + 0.1 * np.eye(problem.dimension)


def diagonal(problem, theta):
    """The diagonal of the Fisher matrix."""
    return np.diag(np.diag(problem.fisher(theta)))


def inverse(problem, theta):
    """The inverse Fisher matrix: a tensor of the other kind."""
    return np.linalg.inv(problem.fisher(theta))


def transposed(problem, theta):
    """The tensor above with g and u exchanged, wherever the first coordinate is positive."""
    found = transported(problem, theta)
    return found.T if theta[0] > 0 else found


def hessian(problem, theta):
    """The second derivatives of the loss, by differences of its complex-step gradient."""
    h = 1e-5
    return np.array(
        [
            (problem.gradient(theta + h * e) - problem.gradient(theta - h * e)) / (2 * h)
            for e in np.eye(len(theta))
        ]
    )


def coarse(problem, theta):
    """The Fisher matrix to three digits."""
    return problem.fisher(theta).astype(np.float16)


def nothing(problem, theta):
    """Zero in every chart."""
    return np.zeros((len(theta), len(theta)))


@pytest.mark.parametrize("metric", [fisher, sampled])
def test_covariant_metrics_pass(metric):
    """In all families and charts."""
    assert_covariant_metric(metric, examples=20)


def test_tensors_pass_though_they_are_not_symmetric():
    """Only the transformation is asserted; an exchanged transpose is told apart."""
    assert_covariant_metric(transported, "normal", loss=testing.losses, examples=5)
    with pytest.raises(CounterexampleError):
        assert_covariant_metric(transposed, "normal", loss=testing.losses, examples=20)


@pytest.mark.parametrize("metric", [damped, inverse])
def test_what_is_no_metric_fails(metric):
    """Damping and an inverse depend on the chart."""
    with pytest.raises(CounterexampleError, match=f"{metric.__name__} is not a covariant metric"):
        assert_covariant_metric(metric)


def test_a_hessian_is_a_tensor_under_affine_charts_only():
    """Its second-order part appears in charts that bend, and the loss is printed, because it was used."""
    assert_covariant_metric(
        hessian, chart=testing.affine_charts, loss=testing.losses, accuracy=1e-6, examples=10
    )
    with pytest.raises(CounterexampleError, match=r"\n   loss  "):
        assert_covariant_metric(hessian, chart=testing.charts, loss=testing.losses, accuracy=1e-6)


def test_a_diagonal_passes_scalings_and_the_identity_rotations():
    """What a rule is invariant under is told by the charts it is given."""
    assert_covariant_metric(diagonal, chart=testing.scalings, examples=8)
    assert_covariant_metric(damped, testing.families(dimension=2), chart=testing.rotations, examples=8)
    with pytest.raises(CounterexampleError):
        assert_covariant_metric(diagonal, "weibull", chart=testing.rotations)


def test_what_is_too_rough_is_undecided():
    """Three digits do not show a tensor, nor its absence; saying so lets it pass."""
    with pytest.raises(UndecidedError, match="too few digits"):
        assert_covariant_metric(coarse, examples=10)
    assert_covariant_metric(coarse, accuracy=2e-3, examples=10)
    with pytest.raises(UndecidedError, match="too few digits"):
        assert_covariant_metric(coarse, accuracy=1e-5, examples=10)


def test_an_accuracy_does_not_hide_what_is_wrong():
    """At three digits damping is still seen."""
    with pytest.raises(CounterexampleError, match=r"accuracy=0\.002"):
        assert_covariant_metric(damped, accuracy=2e-3)


def test_zeros_and_identities_show_nothing():
    """A metric of zeros, or a chart that changes nothing, is not a test."""
    with pytest.raises(UndecidedError, match="hardly tested: 0 of"):
        assert_covariant_metric(nothing, examples=5)
    with pytest.raises(UndecidedError, match="hardly tested: 0 of 1"):
        assert_covariant_metric(fisher, "normal", chart=testing.Chart(), point=(0.0, 1.0))
