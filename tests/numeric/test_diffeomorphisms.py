"""Random charts: their Jacobians are derivatives, their inverses undo them, and they bend."""

import numpy as np
import pytest

from numeric.agreement import Outcome, compare, exactly
from numeric.diffeomorphisms import (
    affine,
    componentwise,
    numerically_exact,
    random_diffeomorphism,
    shear,
    stretch,
    wave,
)
from numeric.differentiate import central_differences, jacobian
from numeric.errors import NonFiniteError, ShapeError, SingularMetricError
from numeric.slopes import measure_slope
from numeric.spectra import random_invertible


def charts():
    rng = np.random.default_rng(11)
    return {
        "affine": affine(random_invertible(rng, 3), rng.normal(size=3)),
        "wave": wave([0.5, -0.9, 0.3]),
        "stretch": stretch([0.7, 1.5, 3.0]),
        "shear": shear(rng.normal(size=(3, 3))),
        "exp": componentwise(np.exp, np.exp, np.log),
        "random": random_diffeomorphism(rng, 3),
    }


POINT = np.array([0.4, -1.1, 0.8])


@pytest.mark.parametrize("name", list(charts()))
def test_the_jacobian_is_the_derivative_and_not_its_transpose(name):
    """J_ij = d theta_i / d eta_j agrees with real differences; a transpose agrees for diagonal ones only."""
    chart = charts()[name]
    seen = jacobian(chart.forward, POINT, differentiate=central_differences)

    right = compare(seen, exactly(chart.jacobian(POINT))).outcome
    turned = compare(seen, exactly(chart.jacobian(POINT).T)).outcome

    assert Outcome.AGREES is right
    assert (Outcome.AGREES if name in {"wave", "stretch", "exp"} else Outcome.DIFFERS) is turned


@pytest.mark.parametrize("name", list(charts()))
def test_the_inverse_undoes_the_chart_for_whole_batches(name):
    """phi^-1(phi(eta)) = eta to rounding, in float64 and better in longdouble."""
    chart = charts()[name]
    eta = np.random.default_rng(12).normal(size=(4, 5, 3))

    narrow = np.max(np.abs(numerically_exact(chart, eta)))
    wide = np.max(np.abs(numerically_exact(chart, eta.astype(np.longdouble))))

    assert narrow < 1e-13
    assert wide < 1e-16
    assert chart.jacobian(eta).shape == (4, 5, 3, 3)


def test_a_random_chart_is_not_affine():
    """phi(eta + h v) - phi(eta) - h J v falls like h^2: of order two, and not zero as for an affine chart."""
    v = np.array([0.6, -0.5, 0.3])
    bent = random_diffeomorphism(np.random.default_rng(13), 3)

    slope = measure_slope(
        lambda h: bent.forward(POINT + h * v) - bent.forward(POINT) - h * bent.jacobian(POINT) @ v
    )

    assert Outcome.AGREES is slope.against(2)


def test_composition_applies_the_first_chart_first():
    """(affine after exp)(eta) = A exp(eta) + b, with Jacobian A diag(exp(eta))."""
    a, b = np.array([[1.0, 2.0], [0.0, 3.0]]), np.array([0.5, -0.5])
    eta = np.array([0.1, 0.2])

    both = affine(a, b).after(componentwise(np.exp, np.exp, np.log))

    assert np.allclose(both.forward(eta), a @ np.exp(eta) + b, rtol=1e-15)
    assert np.allclose(both.jacobian(eta), a @ np.diag(np.exp(eta)), rtol=1e-15)
    assert np.allclose(both.inverse(both.forward(eta)), eta, rtol=1e-13)


def test_charts_that_are_none_are_refused():
    """A singular matrix, an amplitude of one, a scale of zero, and shapes that do not fit are errors."""
    with pytest.raises(SingularMetricError):
        affine(np.ones((2, 2)), np.zeros(2))
    with pytest.raises(SingularMetricError, match=r"\|a\| < 1"):
        wave([1.0])
    with pytest.raises(NonFiniteError, match="positive"):
        stretch([0.0])
    with pytest.raises(ShapeError, match="do not fit"):
        affine(np.eye(2), np.zeros(3))
