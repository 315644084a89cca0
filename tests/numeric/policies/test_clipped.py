"""The gradient of the clipped surrogate is its derivative, away from the kinks."""

import numpy as np

from numeric.agreement import Outcome
from numeric.differentiate import central_differences
from numeric.policies import clipped_surrogate, evaluate
from numeric.slopes import measure_slope


def test_the_gradient_is_the_derivative_of_the_value_where_pairs_of_every_kind_occur(family, random_process):
    """Ratios below, within and above [0.8, 1.2], with advantages of both signs, of which two kinds are clipped."""
    process, (policy, old) = random_process(90, states=9), family(91, states=9)
    u = np.random.default_rng(92).normal(size=policy.size)
    new = old + 0.3 * u
    A = evaluate(process, policy.probabilities(old)).advantages

    found = clipped_surrogate(process, policy, old, new, epsilon=0.2)
    numeric = central_differences(
        lambda x: np.asarray(clipped_surrogate(process, policy, old, x, epsilon=0.2).value), new
    )

    kinds = np.sign(np.where(np.abs(found.ratios - 1) > 0.2, found.ratios - 1, 0))
    assert len(set(zip(kinds.ravel(), np.sign(A).ravel(), strict=True))) == 6
    np.testing.assert_array_equal(found.clipped, kinds * np.sign(A) > 0)
    np.testing.assert_allclose(found.gradient, numeric.value, rtol=1e-6, atol=1e-9)


def test_the_remainder_after_the_gradient_is_of_second_order_within_the_interval(family, random_process):
    """From the old policy no pair is clipped for small steps; value less g . u h is O(h^2)."""
    process, (policy, old) = random_process(93), family(94)
    u = np.random.default_rng(95).normal(size=policy.size)
    slope_at_old = clipped_surrogate(process, policy, old, old, epsilon=0.3).gradient @ u

    slope = measure_slope(
        lambda h: clipped_surrogate(process, policy, old, old + h * u, epsilon=0.3).value - h * slope_at_old,
        largest=2.0**-5,
    )

    assert slope.against(2) == Outcome.AGREES
