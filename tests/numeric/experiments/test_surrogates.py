"""Updates from one batch are those of the exact kernels, which evaluate the process whenever they are asked."""

import numpy as np
import pytest

from numeric.errors import EmptyError
from numeric.experiments.control import random_process
from numeric.experiments.surrogates import (
    ClippedUpdate,
    TrustRegionUpdate,
    batch_of,
    clipped_gradient,
    fisher_times,
    sampled_batch,
    surrogate_gradient,
)
from numeric.optimizers.errors import HyperparameterError
from numeric.policies import (
    LogLinear,
    clipped_surrogate,
    evaluate,
    mean_divergence,
    policy_fisher,
    policy_gradient,
)

S, A, P, DISCOUNT = 5, 3, 7, 0.8
PROCESS = random_process(4, states=S, actions=A, discount=DISCOUNT)
POLICY = LogLinear(np.random.default_rng(1).normal(size=(S, A, P)))
THETA = np.random.default_rng(2).normal(size=P) / 3
NEW = THETA + np.random.default_rng(3).normal(size=P) / 4
BATCH = batch_of(PROCESS, POLICY, THETA)


def test_the_clipped_gradient_is_the_kernels():
    """Away from the old policy, with some pairs clipped and some not."""
    kernel = clipped_surrogate(PROCESS, POLICY, THETA, NEW, epsilon=0.2)

    found = clipped_gradient(BATCH, NEW, epsilon=0.2)

    assert 0 < np.sum(kernel.clipped) < S * A
    np.testing.assert_allclose(found, kernel.gradient, rtol=1e-10, atol=1e-14)


def test_the_surrogates_gradient_is_the_policy_gradient():
    """With d of sum one it is (1 - gamma) grad J."""
    found = surrogate_gradient(BATCH)

    np.testing.assert_allclose(found, (1 - DISCOUNT) * policy_gradient(PROCESS, POLICY, THETA), rtol=1e-10)


def test_products_are_with_the_policys_fisher_matrix():
    """F v + lambda v, without F."""
    F = policy_fisher(PROCESS, POLICY, THETA)

    np.testing.assert_allclose(fisher_times(BATCH, NEW, 0.3), F @ NEW + 0.3 * NEW, rtol=1e-10)


def test_a_trust_region_update_stays_within_its_radius_and_raises_the_surrogate():
    """The exact mean divergence is at most delta and more than a tenth of it, and the return rises."""
    update = TrustRegionUpdate(0.02)

    state, report = update.step(update.init(THETA), batch=BATCH)

    old, new = POLICY.probabilities(THETA), POLICY.probabilities(state.parameters)
    assert 0.002 < mean_divergence(PROCESS, old, new) <= 0.02
    assert evaluate(PROCESS, new).expected_return > evaluate(PROCESS, old).expected_return
    # Before it is shrunk by the fraction, the step has the length that the radius allows.
    step = state.parameters - THETA
    energy = step @ fisher_times(BATCH, step, update.damping) / 2
    assert energy == pytest.approx(report.notes["fraction"] ** 2 * 0.02, rel=1e-9)
    # One gradient, two passes for each product (one more to measure the length), one for each trial.
    trials = 1 - np.log2(report.notes["fraction"])
    assert (report.notes["passes"] - 1 - trials) % 2 == 0


def test_a_clipped_update_takes_two_passes_an_epoch_and_raises_the_return():
    """Ten small steps of Adam on one batch."""
    update = ClippedUpdate(0.03)
    state = update.init(THETA)

    after, report = update.step(state, batch=BATCH)

    assert report.notes["passes"] == 20
    old, new = (POLICY.probabilities(theta) for theta in (THETA, after.parameters))
    assert evaluate(PROCESS, new).expected_return > evaluate(PROCESS, old).expected_return


def test_drawn_weights_have_the_exact_ones_for_their_mean():
    """Frequencies add up to one, and their mean over 400 batches is right to five deviations."""
    rng = np.random.default_rng(8)

    weights = np.stack([sampled_batch(BATCH, draws=50, rng=rng).weights for _ in range(400)])

    np.testing.assert_allclose(np.sum(weights, axis=(1, 2)), 1.0, rtol=1e-12)
    deviation = np.sqrt(BATCH.weights * (1 - BATCH.weights) / (50 * 400))
    assert np.max(np.abs(np.mean(weights, axis=0) - BATCH.weights) / deviation) < 5


def test_bad_updates_are_refused():
    """A radius or rate of zero, and a batch of nothing."""
    with pytest.raises(HyperparameterError):
        TrustRegionUpdate(0.0)
    with pytest.raises(HyperparameterError):
        ClippedUpdate(-1.0)
    with pytest.raises(EmptyError):
        sampled_batch(BATCH, draws=0, rng=np.random.default_rng(0))
