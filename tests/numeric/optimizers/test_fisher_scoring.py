"""Scoring is reweighted least squares, Newton for a canonical link, and ends at the maximum of the likelihood."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import gammaln, log_ndtr

from numeric.errors import EmptyError, ShapeError
from numeric.optimizers.errors import LabelError
from numeric.optimizers.methods.fisher_scoring import FisherScoring
from numeric.optimizers.methods.newton import Newton
from numeric.optimizers.responses import LOGISTIC, POISSON, PROBIT
from numeric.solvers.errors import SingularFactorError

N, p = 23, 3
RNG = np.random.default_rng(12)
X = RNG.normal(size=(N, p))
BETA = np.array([0.3, -0.2, 0.5])
BINARY = (RNG.random(N) < 0.6).astype(float)
COUNTS = RNG.poisson(2.0, size=N).astype(float)

# Mean negative log-likelihoods, written anew.
LOSSES = {
    "logistic": (LOGISTIC, BINARY, lambda b: np.mean(np.logaddexp(0, X @ b) - BINARY * (X @ b))),
    "Poisson": (
        POISSON,
        COUNTS,
        lambda b: np.mean(np.exp(X @ b) - COUNTS * (X @ b) + gammaln(COUNTS + 1)),
    ),
    "probit": (
        PROBIT,
        BINARY,
        lambda b: -np.mean(BINARY * log_ndtr(X @ b) + (1 - BINARY) * log_ndtr(-X @ b)),
    ),
}


def gradient_and_hessian(loss, beta, h=1e-4):
    """By central differences, of error h^2 for the one and h^2 with 1e-16 / h^2 of rounding for the other."""
    e = h * np.eye(p)
    g = np.array([loss(beta + d) - loss(beta - d) for d in e]) / (2 * h)
    pairs = [
        [loss(beta + a + b) - loss(beta + a - b) - loss(beta - a + b) + loss(beta - a - b) for b in e]
        for a in e
    ]
    return g, np.array(pairs) / (4 * h**2)


def score(name, beta=BETA, **changed):
    law, y, _ = LOSSES[name]
    method = FisherScoring(law)
    return method.step(method.init(beta), **{"design": X, "response": y} | changed)


@pytest.mark.parametrize("name", LOSSES)
def test_a_step_is_the_weighted_least_squares_fit_of_the_working_response(name):
    """Weights mu'^2 / V, response eta + (y - mu) / mu', by NumPy's lstsq."""
    law, y, _ = LOSSES[name]
    eta = X @ BETA
    root = np.sqrt(law.slope(eta) ** 2 / law.variance(eta))
    working = eta + (y - law.mean(eta)) / law.slope(eta)

    state, _ = score(name)

    expected = np.linalg.lstsq(root[:, None] * X, root * working)[0]
    np.testing.assert_allclose(expected, state.parameters, rtol=1e-10)


@pytest.mark.parametrize("name", ["logistic", "Poisson"])
def test_with_a_canonical_link_scoring_is_newton(name):
    """The Hessian of the mean loss by differences, given to Newton's method: the same point to five digits."""
    g, H = gradient_and_hessian(LOSSES[name][2], BETA)

    state, report = score(name)

    newton, expected = Newton().step(Newton().init(BETA), gradient=g, hessian=(H + H.T) / 2)
    np.testing.assert_allclose(newton.parameters, state.parameters, atol=1e-5)
    assert pytest.approx(expected.slope, rel=1e-5) == report.slope


def test_with_another_link_scoring_is_not_newton():
    """For the probit the two steps differ by far more than the differences' error."""
    g, H = gradient_and_hessian(LOSSES["probit"][2], BETA)

    state, _ = score("probit")

    newton, _ = Newton().step(Newton().init(BETA), gradient=g, hessian=(H + H.T) / 2)
    assert np.linalg.norm(newton.parameters - state.parameters) > 1e-3


@pytest.mark.parametrize("name", LOSSES)
def test_ten_steps_end_at_the_maximum_of_the_likelihood(name):
    """BFGS finds the same coefficients."""
    law, y, loss = LOSSES[name]
    method = FisherScoring(law)
    state = method.init(BETA)

    for _ in range(10):
        state, report = method.step(state, design=X, response=y)

    np.testing.assert_allclose(minimize(loss, BETA, tol=1e-9).x, state.parameters, atol=1e-5)
    assert report.length < 1e-6


def test_one_logistic_coefficient_by_hand():
    """Four examples x = 2 with three ones at beta = 0: score 2 (3 - 2) = 2, information 4 * 4 / 4 = 4, step 1/2."""
    method = FisherScoring(LOGISTIC)

    state, report = method.step(method.init([0.0]), design=np.full((4, 1), 2.0), response=[1, 1, 0, 1])

    assert pytest.approx(0.5) == state.parameters[0]
    assert pytest.approx(-2 / 4 * 0.5) == report.slope  # the gradient of the mean loss is -2/4


def test_damping_is_added_to_the_sum_over_examples():
    """With lambda = 6 the step of the last test is 2 / (4 + 6)."""
    method = FisherScoring(LOGISTIC, damping=6.0)

    state, _ = method.step(method.init([0.0]), design=np.full((4, 1), 2.0), response=[1, 1, 0, 1])

    assert pytest.approx(0.2) == state.parameters[0]


def test_bad_input_is_refused_by_name():
    """Labels outside the range, no examples, collinear columns, shapes."""
    with pytest.raises(LabelError, match=r"response 2\.0 at index 0 .* logistic law: 0 or 1"):
        score("logistic", response=np.full(N, 2.0))
    with pytest.raises(LabelError, match=r"1\.5 at index 0 .* Poisson"):
        score("Poisson", response=np.full(N, 1.5))
    with pytest.raises(EmptyError, match="examples"):
        score("logistic", design=X[:0], response=BINARY[:0])
    with pytest.raises(SingularFactorError, match="redundant"):
        score("logistic", design=np.column_stack([X[:, 0], X[:, 0], X[:, 1]]))
    with pytest.raises(SingularFactorError, match=r"variance 0 at example \d+"):
        score("logistic", beta=5e3 * BETA)
    with pytest.raises(ShapeError, match=r"\(23, 2\)"):
        score("logistic", design=X[:, :2])
