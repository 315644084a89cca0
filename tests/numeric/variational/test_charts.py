"""Fisher matrices, gradients and natural gradients of Gaussian laws in eight charts."""

import numpy as np
import pytest

from numeric.agreement import Outcome, compare, exactly
from numeric.differentiate import central_differences
from numeric.fisher import fisher_by_score
from numeric.slopes import measure_slope
from numeric.supports import Interval, Space
from numeric.variational import (
    DIAGONAL_EXPECTATION,
    DIAGONAL_NATURAL,
    EXPECTATION,
    MEAN_CHOLESKY,
    MEAN_COVARIANCE,
    MEAN_LOG_DEVIATION,
    MEAN_VARIANCE,
    NATURAL,
    DiagonalNormal,
    MomentGradient,
    Normal,
    diagonal_divergence,
    hermite_nodes,
    natural_gradient,
    natural_step,
    normal_divergence,
    scores,
)

FULL = [MEAN_COVARIANCE, MEAN_CHOLESKY, NATURAL, EXPECTATION]
DIAGONAL = [MEAN_VARIANCE, MEAN_LOG_DEVIATION, DIAGONAL_NATURAL, DIAGONAL_EXPECTATION]


def moments(name, x):
    """(m, S) on the plane from five coordinates, written anew; analytic in them."""
    a, b, p, q, r = x
    m, S = np.array([a, b]), np.array([[p, q], [q, r]])
    if name == MEAN_CHOLESKY.name:
        L = np.array([[p, 0 * p], [q, r]])
        return m, L @ L.T
    if name == EXPECTATION.name:
        return m, S - np.array([[a * a, a * b], [a * b, b * b]])
    if name == NATURAL.name:  # theta = (P m, -P_11 / 2, -P_12, -P_22 / 2)
        P = -np.array([[2 * p, q], [q, 2 * r]])
        S = np.array([[P[1, 1], -P[0, 1]], [-P[0, 1], P[0, 0]]]) / (P[0, 0] * P[1, 1] - P[0, 1] ** 2)
        return S @ m, S
    return m, S


def plane_density(name):
    """The log-density on the plane as a function of points and coordinates, by the two-dimensional formula."""

    def logp(z, x):
        m, S = moments(name, x)
        det = S[0, 0] * S[1, 1] - S[0, 1] ** 2
        u, v = z[:, 0] - m[0], z[:, 1] - m[1]
        form = (S[1, 1] * u * u - 2 * S[0, 1] * u * v + S[0, 0] * v * v) / det
        return -form / 2 - np.log(2 * np.pi) - np.log(det) / 2

    return logp


def line_density(name):
    """The log-density on the line as a function of points and the two coordinates."""

    def logp(z, x):
        m, v = x[0], x[1]
        if name == MEAN_LOG_DEVIATION.name:
            v = np.exp(2 * x[1])
        elif name == DIAGONAL_NATURAL.name:
            v = -1 / (2 * x[1])
            m = x[0] * v
        elif name == DIAGONAL_EXPECTATION.name:
            v = x[1] - x[0] ** 2
        return -((z - m) ** 2) / (2 * v) - np.log(2 * np.pi * v) / 2

    return logp


@pytest.mark.parametrize("chart", FULL, ids=lambda chart: chart.name)
def test_the_fisher_matrix_on_the_plane_is_measured_from_the_log_density_alone(chart, normal):
    """By quadrature of products of scores, which are complex steps of the density written out."""
    q = normal(20, d=2)

    found = chart.fisher(q)
    measured = fisher_by_score(plane_density(chart.name), chart.pack(q), Space(q.mean))

    assert Outcome.AGREES is compare(measured, exactly(found)).outcome


@pytest.mark.parametrize("chart", DIAGONAL, ids=lambda chart: chart.name)
def test_the_fisher_matrix_on_the_line_is_measured_from_the_log_density_alone(chart):
    """m = 0.7, v = 0.36: no two of v, sigma, 1, 1/v and v^2 are equal."""
    q = DiagonalNormal([0.7], [0.36])

    found = chart.fisher(q)
    measured = fisher_by_score(line_density(chart.name), chart.pack(q), Interval())

    assert Outcome.AGREES is compare(measured, exactly(found)).outcome


@pytest.mark.parametrize("chart", DIAGONAL, ids=lambda chart: chart.name)
def test_the_fisher_matrix_of_a_diagonal_law_is_that_of_its_coordinates_side_by_side(chart, diagonal):
    """Entries (i, j), (i, d + j), (d + i, d + j) vanish for i != j."""
    q = diagonal(21)

    found = chart.fisher(q).reshape(2, 3, 2, 3)

    for i in range(3):
        one = chart.fisher(DiagonalNormal(q.mean[[i]], q.variance[[i]]))
        np.testing.assert_allclose(found[:, i, :, i], one, rtol=1e-13)
        np.testing.assert_array_equal(np.delete(found[:, i], i, axis=2), 0)


@pytest.mark.parametrize("chart", FULL + DIAGONAL, ids=lambda chart: chart.name)
def test_coordinates_and_laws_are_inverse_to_each_other(chart, normal, diagonal):
    """pack after unpack, in three dimensions."""
    q = normal(22) if chart in FULL else diagonal(22)

    x = chart.pack(q)

    assert x.size == (9 if chart in FULL else 6)
    np.testing.assert_allclose(chart.pack(chart.unpack(x)), x, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("chart", FULL + DIAGONAL, ids=lambda chart: chart.name)
def test_the_scores_of_a_chart_have_the_fisher_matrix_for_second_moment_and_mean_zero(
    chart, normal, diagonal
):
    """In three dimensions, where products of scores are polynomials of degree four."""
    q = normal(23) if chart in FULL else diagonal(23)
    nodes = hermite_nodes(3, 3)

    s = scores(chart, q, q.points(nodes.draws))

    np.testing.assert_allclose(nodes.weights @ s, 0, atol=1e-12)
    np.testing.assert_allclose((s.T * nodes.weights) @ s, chart.fisher(q), rtol=1e-10, atol=1e-11)


@pytest.mark.parametrize("chart", FULL + DIAGONAL, ids=lambda chart: chart.name)
def test_gradients_are_derivatives_in_the_coordinates(chart, normal, diagonal):
    """Of f = sin(c . m) + tr(A S) + log det S with A symmetric, by differences through unpack."""
    rng = np.random.default_rng(24)
    c, A = rng.normal(size=3), rng.normal(size=(3, 3))
    A = A + A.T
    q = normal(25) if chart in FULL else diagonal(25)

    def f(law):
        S = law.covariance if chart in FULL else np.diag(law.variance)
        return np.asarray(np.sin(c @ law.mean) + np.sum(A * S) + np.linalg.slogdet(S)[1])

    spread = A + q.precision if chart in FULL else np.diag(A) + 1 / q.variance
    found = chart.gradient(q, MomentGradient(np.cos(c @ q.mean) * c, spread))
    expected = central_differences(lambda x: f(chart.unpack(x)), chart.pack(q)).value

    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("chart", FULL + DIAGONAL, ids=lambda chart: chart.name)
def test_the_fisher_matrix_is_the_second_order_of_the_divergence(chart, normal, diagonal):
    """KL(x || x + h u) - h^2 u . F u / 2 is of order three."""
    q = normal(26, d=2) if chart in FULL else diagonal(26)
    x, F = chart.pack(q), chart.fisher(q)
    u = np.random.default_rng(27).normal(size=x.size) / np.sqrt(np.diag(F))
    kl = normal_divergence if chart in FULL else diagonal_divergence

    slope = measure_slope(lambda h: kl(q, chart.unpack(x + h * u)) - h**2 * (u @ F @ u) / 2, largest=2.0**-4)

    assert slope.against(3) is Outcome.AGREES


@pytest.mark.parametrize(
    ("natural", "expectation"), [(NATURAL, EXPECTATION), (DIAGONAL_NATURAL, DIAGONAL_EXPECTATION)]
)
def test_natural_and_expectation_coordinates_are_dual(natural, expectation, normal, diagonal):
    """F_theta F_eta = I, and each natural gradient is the plain gradient in the other chart."""
    rng = np.random.default_rng(28)
    full = natural is NATURAL
    q = normal(29) if full else diagonal(29)
    G = rng.normal(size=(3, 3))
    gradient = MomentGradient(rng.normal(size=3), G + G.T if full else rng.normal(size=3))
    size = 9 if full else 6

    product = natural.fisher(q) @ expectation.fisher(q)

    np.testing.assert_allclose(product, np.eye(size), atol=1e-10)
    np.testing.assert_allclose(
        natural_gradient(natural, q, gradient).solution, expectation.gradient(q, gradient), rtol=1e-8
    )
    np.testing.assert_allclose(
        natural_gradient(expectation, q, gradient).solution, natural.gradient(q, gradient), rtol=1e-8
    )


@pytest.mark.parametrize("charts", [FULL, DIAGONAL], ids=["full", "diagonal"])
def test_natural_gradients_in_all_charts_are_one_tangent_vector_and_plain_ones_are_not(
    charts, normal, diagonal
):
    """J v in (m, S), J the Jacobian of the change of chart: (S g, 2 S G S), or (v g, 2 v^2 h)."""
    rng = np.random.default_rng(30)
    full = charts is FULL
    q = normal(31) if full else diagonal(31)
    G = rng.normal(size=(3, 3))
    gradient = MomentGradient(rng.normal(size=3), G + G.T if full else rng.normal(size=3))
    first = charts[0]
    if full:
        S = q.covariance
        rows, columns = np.tril_indices(3)
        spread = (2 * S @ gradient.covariance @ S)[rows, columns]
        expected = np.concatenate([S @ gradient.mean, spread])
    else:
        v = q.variance
        expected = np.concatenate([v * gradient.mean, 2 * v**2 * gradient.covariance])

    for chart in charts:
        J = central_differences(lambda x, c=chart: first.pack(c.unpack(x)), chart.pack(q)).value
        natural, plain = natural_gradient(chart, q, gradient).solution, chart.gradient(q, gradient)
        np.testing.assert_allclose(J @ natural, expected, rtol=1e-6, atol=1e-7)
        assert np.linalg.norm(J @ plain - expected) > 0.1 * np.linalg.norm(expected)


def test_finite_natural_steps_differ_between_charts_at_second_order(normal):
    """The ends of steps of rate h in MEAN_COVARIANCE and NATURAL, as means and covariances, are O(h^2) apart."""
    q = normal(32, d=2)
    gradient = MomentGradient(np.array([0.7, -0.4]), np.array([[0.3, 0.2], [0.2, -0.5]]))

    def apart(h):
        one, other = (natural_step(chart, q, gradient, rate=h) for chart in (MEAN_COVARIANCE, NATURAL))
        return MEAN_COVARIANCE.pack(one) - MEAN_COVARIANCE.pack(other)

    assert measure_slope(apart, largest=2.0**-5).against(2) is Outcome.AGREES


def test_hand_computed_matrices_on_the_line():
    """At m = 2, v = 1/4: 1/v = 4, 1/(2 v^2) = 8; natural [[v, 2mv], [2mv, 2v^2 + 4m^2 v]] = [[1/4, 1], [1, 33/8]].

    S = L L^T with L = 1/2: d S = 2 L dL, so 8 (2 L)^2 = 8.
    """
    full, apart = Normal([2.0], [[0.25]]), DiagonalNormal([2.0], [0.25])

    np.testing.assert_allclose(MEAN_COVARIANCE.fisher(full), [[4, 0], [0, 8]], rtol=1e-14)
    np.testing.assert_allclose(MEAN_CHOLESKY.fisher(full), [[4, 0], [0, 8]], rtol=1e-14)
    np.testing.assert_allclose(MEAN_LOG_DEVIATION.fisher(apart), [[4, 0], [0, 2]], rtol=1e-14)
    for chart, law in ((NATURAL, full), (DIAGONAL_NATURAL, apart)):
        np.testing.assert_allclose(chart.fisher(law), [[0.25, 1], [1, 33 / 8]], rtol=1e-13)
