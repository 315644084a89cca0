"""SVRG with a preconditioner: unbiased, without variance at the anchor, exact by hand."""

import numpy as np
import pytest

from numeric.optimizers.methods.natural_gradient import NaturalGradient
from numeric.optimizers.methods.svrg import SVRG
from numeric.spectra import random_spd

N, n = 11, 3
RNG = np.random.default_rng(3)
X, Y = RNG.normal(size=(N, n)), RNG.normal(size=N)
P = random_spd(RNG, n, condition=6)


def example(i):
    """Gradient of (x_i^T theta)^4 / 4 - y_i x_i^T theta, whose Hessians differ."""
    return lambda theta: X[i] * ((X[i] @ theta) ** 3 - Y[i])


def full(theta):
    return np.mean([example(i)(theta) for i in range(N)], axis=0)


def test_two_steps_by_hand():
    """Losses (theta - 1)^2 and 3 theta^2 (gradients 2 theta - 2 and 6 theta), P = 4, rate 1/2, from theta = 3."""
    # full(3) = (4 + 18)/2 = 11:  theta = 3 - 11/8 = 13/8.
    # the second batch is loss two:  v = 6 * 13/8 - 18 + 11 = 11/4:  theta = 13/8 - 11/32 = 41/32.
    method = SVRG(0.5, period=5)
    mean = {"full_gradient": lambda t: (2 * t - 2 + 6 * t) / 2, "preconditioner": [[4.0]]}

    first, _ = method.step(method.init([3.0]), batch_gradient=lambda t: 2 * t - 2, **mean)
    second, report = method.step(first, batch_gradient=lambda t: 6 * t, **mean)

    assert pytest.approx(13 / 8) == first.parameters[0]
    assert pytest.approx(41 / 32) == second.parameters[0]
    assert pytest.approx(7) == report.notes["correction"]  # |11/4 - 39/4|


def test_the_mean_over_all_batches_is_the_step_along_the_full_gradient():
    """E[v] = grad L, away from the anchor, for batches of one and any preconditioner."""
    method = SVRG(0.4, period=9)
    state = method.init([0.9, -0.4, 0.6])
    state, _ = method.step(state, full_gradient=full, batch_gradient=example(2), preconditioner=P)

    ends = [
        method.step(state, full_gradient=full, batch_gradient=example(i), preconditioner=P)[0].parameters
        for i in range(N)
    ]

    natural = NaturalGradient(0.4)
    expected, _ = natural.step(natural.init(state.parameters), gradient=full(state.parameters), metric=P)
    np.testing.assert_allclose(expected.parameters, np.mean(ends, axis=0), rtol=1e-12)
    assert np.std(ends, axis=0).min() > 1e-3


def test_at_the_anchor_every_batch_gives_the_same_step():
    """There v is the full gradient, so which example is drawn does not matter."""
    method = SVRG(0.4, period=1)
    state = method.init([0.9, -0.4, 0.6])

    ends = [
        method.step(state, full_gradient=full, batch_gradient=example(i), preconditioner=P)[0].parameters
        for i in range(N)
    ]

    np.testing.assert_allclose(np.broadcast_to(ends[0], (N, n)), ends, rtol=1e-14)


def test_the_full_gradient_is_asked_for_once_a_period():
    """At steps 0, 3 and 6 of seven, with the anchor at the points of these."""
    method, asked = SVRG(0.1, period=3), []

    def counted(theta):
        asked.append(theta.copy())
        return full(theta)

    state, points = method.init([0.9, -0.4, 0.6]), []
    for k in range(7):
        points.append(state.parameters)
        state, _ = method.step(state, full_gradient=counted, batch_gradient=example(k), preconditioner=P)

    assert np.array_equal([points[0], points[3], points[6]], asked)


def test_steps_of_single_examples_converge_to_the_minimum_where_plain_ones_hover():
    """For least squares at a constant rate the variance dies out with the distance."""
    H, c = X.T @ X / N, X.T @ Y / N
    minimum = np.linalg.solve(H, c)
    method, rng = SVRG(0.1, period=30), np.random.default_rng(8)
    state, plain = method.init(np.zeros(n)), np.zeros(n)

    for _ in range(2000):
        i = int(rng.integers(N))
        state, _ = method.step(
            state,
            full_gradient=lambda t: H @ t - c,
            batch_gradient=lambda t, i=i: X[i] * (X[i] @ t - Y[i]),
            preconditioner=H,
        )
        plain = plain - 0.1 * np.linalg.solve(H, X[i] * (X[i] @ plain - Y[i]))

    assert np.linalg.norm(state.parameters - minimum) < 1e-10
    assert np.linalg.norm(plain - minimum) > 1e-2
