"""Geodesic steps are the same in two charts to a higher order; exponential maps solve the geodesic equation."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from numeric.agreement import Outcome
from numeric.errors import ShapeError
from numeric.optimizers.errors import DomainError
from numeric.optimizers.geodesics import HALF_PLANE, NORMAL, SIMPLEX
from numeric.optimizers.methods.exponential_natural_gradient import ExponentialNaturalGradient
from numeric.optimizers.methods.geodesic_natural_gradient import GeodesicNaturalGradient
from numeric.optimizers.methods.natural_gradient import NaturalGradient
from numeric.slopes import measure_slope

THETA = np.array([0.7, 1.6])  # (mu, sigma)
SLOPE = np.array([0.9, -0.5])


def normal_metric(theta):
    return np.diag([1.0, 2.0]) / theta[1] ** 2


def half_plane_metric(theta):
    return np.eye(2) / theta[1] ** 2


def simplex_metric(theta):
    return np.diag(1 / theta) + 1 / (1 - np.sum(theta))


# The natural parameters (mu / sigma^2, -1 / (2 sigma^2)) of the normal law.
def to_normal(eta):
    variance = -1 / (2 * eta[1])
    return np.array([eta[0] * variance, np.sqrt(variance)])


def to_natural(theta):
    return np.array([theta[0], -0.5]) / theta[1] ** 2


def differential(function, at, h=1e-30):
    """Derivative by the complex step, the last index that of the variable."""
    return np.stack([np.imag(function(at + 1j * h * e)) / h for e in np.eye(at.size)], axis=-1)


def natural_metric(eta):
    """J^T F J in natural parameters; J is written out, since it is differentiated again."""
    variance = -1 / (2 * eta[1])
    sigma = np.sqrt(variance)
    J = np.array([[variance, 2 * eta[0] * variance**2], [0 * eta[0], sigma * variance]])
    return J.T @ normal_metric(to_normal(eta)) @ J


def christoffel(metric, at):
    """Gamma^k_ij = g^kl (d_i g_jl + d_j g_il - d_l g_ij) / 2."""
    d = differential(metric, at)  # d[i, j, l] = d_l g_ij
    lowered = np.einsum("jli->lij", d) + np.einsum("ilj->lij", d) - np.einsum("ijl->lij", d)
    return np.einsum("kl,lij->kij", np.linalg.inv(metric(at)), lowered) / 2


def test_the_charts_are_inverse_and_the_metrics_agree():
    """So that what is measured below is the steps."""
    eta = to_natural(THETA)
    J = differential(to_normal, eta)

    np.testing.assert_allclose(THETA, to_normal(eta), rtol=1e-14)
    np.testing.assert_allclose(J.T @ normal_metric(THETA) @ J, natural_metric(eta), rtol=1e-12)


def plain(h, at, gradient, metric):
    method = NaturalGradient(h)
    return method.step(method.init(at), gradient=gradient, metric=metric(at))[0].parameters


def corrected(h, at, gradient, metric):
    method = GeodesicNaturalGradient(h)
    symbols = christoffel(metric, at)
    arguments = {"gradient": gradient, "metric": metric(at), "christoffel": symbols}
    return method.step(method.init(at), **arguments)[0].parameters


@pytest.mark.parametrize(("step", "order"), [(plain, 2), (corrected, 3)])
def test_the_step_is_the_same_in_two_charts_up_to_its_order(step, order):
    """In (mu, sigma) and through the natural parameters: h^2 apart for the plain step, h^3 for the corrected."""
    eta = to_natural(THETA)
    pulled = differential(to_normal, eta).T @ SLOPE

    def apart(h):
        return to_normal(step(h, eta, pulled, natural_metric)) - step(h, THETA, SLOPE, normal_metric)

    seen = measure_slope(apart, largest=0.05)

    assert seen.against(order) is Outcome.AGREES


@pytest.mark.parametrize(("step", "order"), [(plain, 2), (corrected, 3)])
def test_the_step_leaves_the_geodesic_at_its_order(step, order):
    """Against the exponential map of the normal law."""
    method = ExponentialNaturalGradient

    def away(h):
        exact = method(h, NORMAL)
        on = exact.step(exact.init(THETA), gradient=SLOPE)[0].parameters
        return step(h, THETA, SLOPE, normal_metric) - on

    seen = measure_slope(away, largest=0.05)

    assert seen.against(order) is Outcome.AGREES


def test_one_corrected_step_by_hand():
    """Half-plane metric at y = 2, g = (3, -1): F^-1 = 4, v = (-12, 4), Gamma(v, v) = (-2 u w / y, (u^2 - w^2) / y)."""
    # Gamma(v, v) = (48, 64);  h = 1/8:  theta + h v - h^2 / 2 Gamma = (5 - 12/8 - 48/128, 2 + 4/8 - 64/128).
    Gamma = np.zeros((2, 2, 2))
    Gamma[0, 0, 1] = Gamma[0, 1, 0] = -0.5
    Gamma[1, 0, 0], Gamma[1, 1, 1] = 0.5, -0.5
    method = GeodesicNaturalGradient(0.125)

    state, _ = method.step(
        method.init([5.0, 2.0]), gradient=[3.0, -1.0], metric=np.eye(2) / 4, christoffel=Gamma
    )

    np.testing.assert_allclose([3.125, 2.0], state.parameters, rtol=1e-15)


SPACES = [
    (NORMAL, normal_metric, THETA, [[0.9, -0.5], [-2.0, 1.0], [0.0, 1.1], [1.3, 0.0], [1e-9, 1.0]]),
    (HALF_PLANE, half_plane_metric, THETA, [[0.9, -0.5], [-2.0, 1.0], [0.0, -1.1], [1.3, 0.0]]),
    (SIMPLEX, simplex_metric, np.array([0.2, 0.5]), [[0.1, -0.2], [-0.07, 0.3], [0.2, 0.05]]),
]
CURVES = [(space, metric, at, np.array(v)) for space, metric, at, vs in SPACES for v in vs]


@pytest.mark.parametrize(("space", "metric", "at", "velocity"), CURVES)
def test_an_exponential_map_solves_the_geodesic_equation(space, metric, at, velocity):
    """x'' = -Gamma(x', x'), integrated to 1e-11, with Gamma from the metric by complex steps."""

    def field(_, y):
        x, v = y[: at.size], y[at.size :]
        return np.append(v, -np.einsum("kij,i,j->k", christoffel(metric, x), v, v))

    found = solve_ivp(field, (0, 1), np.append(at, velocity), rtol=1e-12, atol=1e-13, method="DOP853")

    np.testing.assert_allclose(found.y[: at.size, -1], space.exponential(at, velocity), rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(metric(at), space.metric(at), rtol=1e-14)


def test_a_vertical_geodesic_goes_up_by_the_exponential_of_its_length():
    """From y = 1.6 upwards by s = 30: y e^30."""
    x, y = HALF_PLANE.exponential(THETA, np.array([0.0, 30 * 1.6]))

    assert x == THETA[0]
    assert pytest.approx(1.6 * np.exp(30), rel=1e-12) == y


@pytest.mark.parametrize("sign", [1, -1])
def test_a_nearly_vertical_geodesic_keeps_its_digits(sign):
    """Cosh of the distance, 14, is 1 + |z - z'|^2 / (2 y y'), though 1 - b = 5e-13 would have cancelled in float64."""
    direction = np.array([1e-6, sign * np.sqrt(1 - 1e-12)])

    end = HALF_PLANE.exponential(THETA, 14 * THETA[1] * direction)

    found = 1 + np.sum((end - THETA) ** 2) / (2 * THETA[1] * end[1])
    assert pytest.approx(np.cosh(14), rel=1e-9) == found


def test_an_exponential_step_has_the_length_it_reports():
    """h |v| in the metric, v = -F^-1 g: 0.4 sqrt(g^T F^-1 g) = 0.4 * 1.6 sqrt(0.81 + 0.125)."""
    method = ExponentialNaturalGradient(0.4, NORMAL)

    _, report = method.step(method.init(THETA), gradient=SLOPE)

    assert pytest.approx(0.4 * 1.6 * np.sqrt(0.81 + 0.25 / 2)) == report.notes["distance"]


def test_domains_are_guarded():
    """A negative deviation, probabilities that add up to more, a geodesic that hits the boundary, a wrong shape."""
    with pytest.raises(DomainError, match="above zero"):
        ExponentialNaturalGradient(0.1, NORMAL).init([0.3, -1.0])
    with pytest.raises(DomainError, match="sum below one"):
        ExponentialNaturalGradient(0.1, SIMPLEX).init([0.6, 0.5])
    with pytest.raises(ShapeError, match=r"\(2,\) is needed"):
        ExponentialNaturalGradient(0.1, HALF_PLANE).init([0.3, 1.0, 2.0])
    far = ExponentialNaturalGradient(50.0, SIMPLEX)
    with pytest.raises(DomainError, match="meets the boundary"):
        far.step(far.init([0.2, 0.5]), gradient=[1.0, 0.3])
