"""The same diffusion in other coordinates, second-order term included."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Function, Matrix, Rational, cos, exp, log, sin, sqrt, symbols

from derivations.charts import chart
from derivations.ladder import prove_zero
from derivations.stochastic.change_of_chart import generator_in_new, log_density_in_new, sde_in_new
from derivations.stochastic.errors import NotInvertibleError, StochasticError
from derivations.stochastic.generator import Generator, same_process
from derivations.stochastic.sde import SDE, Convention
from derivations.stochastic.stationarity import prove_stationary, stationarity_residual

x, y, u, v, phi, t = symbols("x y u v phi t", real=True)
z, r, m, s, kappa = symbols("z r m s kappa", positive=True)
XY = (x, y)
BEND = chart(
    {x: u + v**2, y: v + u / 2 + v**2 / 2}, onto=(u, v), inverse={u: x - (y - x / 2) ** 2, v: y - x / 2}
)
LOGARITHM = chart({z: exp(t)}, onto=(t,), inverse={t: log(z)})
POLAR = chart({x: r * cos(phi), y: r * sin(phi)}, onto=(r, phi))
POINT = {u: Rational(1, 3), v: Rational(-2, 5), phi: Rational(4, 7), r: Rational(5, 3)}


def equation(convention: Convention) -> SDE:
    """A diffusion in the plane with unknown drift, and noise that bends."""
    drift = [Function("b1")(x, y), Function("b2")(x, y)]
    return SDE(XY, drift, [[1 + x**2, y], [x * y, 2]], convention)


@pytest.mark.parametrize("convention", Convention)
def test_an_equation_moves_as_its_generator_does(convention: Convention) -> None:
    """Converting the equation and then taking the generator is moving the generator."""
    old = equation(convention)

    moved = sde_in_new(old, BEND)

    assert convention is moved.convention
    assert same_process(generator_in_new(old.generator, BEND), moved.generator)


def test_the_new_drift_is_the_generator_of_the_new_coordinates() -> None:
    """Two roads: J^-1*(b - D_new : Hess x), and the Ito formula G phi with the inverse of the chart."""
    G = equation(Convention.ITO).generator
    ito_formula = Matrix([BEND.into_new(G(component)) for component in BEND.inverse or ()])

    assert prove_zero(ito_formula - generator_in_new(G, BEND).b)


def test_functions_do_not_notice_the_chart() -> None:
    """(G f)(x(u, v)) = G_new (f(x(u, v))) for an unknown f."""
    G, f = equation(Convention.ITO).generator, x**3 * y - y**2

    assert prove_zero(BEND.into_new(G(f)) - generator_in_new(G, BEND)(BEND.into_new(f)))


def test_without_the_second_order_term_the_process_is_another() -> None:
    """Moving an Ito drift as a vector leaves J^-1*(D_new : Hess x) over, which is not zero at a point."""
    old = SDE(XY, [0, 0], sp.eye(2), Convention.ITO)
    as_vector = sde_in_new(SDE(XY, [0, 0], sp.eye(2), Convention.STRATONOVICH), BEND)
    wrong = SDE((u, v), as_vector.drift, as_vector.noise, Convention.ITO)

    right = sde_in_new(old, BEND)

    assert same_process(right.generator, as_vector.generator)
    assert not same_process(right.generator, wrong.generator)
    assert sp.zeros(2, 1) != (right.drift - wrong.drift).subs(POINT)


def test_geometric_brownian_motion_is_linear_in_the_logarithm() -> None:
    """dz = m*z dt + s*z dW is dt = (m - s^2/2) + s*dW for Ito, and m + s*dW for Stratonovich."""
    drifts = {c: sde_in_new(SDE((z,), [m * z], [[s * z]], c), LOGARITHM).drift[0] for c in Convention}

    assert prove_zero(m - s**2 / 2 - drifts[Convention.ITO])
    assert prove_zero(m - drifts[Convention.STRATONOVICH])


def test_the_square_of_an_ornstein_uhlenbeck_process_is_a_square_root_process() -> None:
    """dr = -kappa*r/2 dt + s/2 dW becomes dz = (s^2/4 - kappa*z) dt + s*sqrt(z) dW for z = r^2."""
    through = chart({r: sqrt(z)}, onto=(z,), inverse={z: r**2})

    moved = sde_in_new(SDE((r,), [-kappa * r / 2], [[s / 2]], Convention.ITO), through)

    assert prove_zero(s**2 / 4 - kappa * z - moved.drift[0])
    assert prove_zero(s * sqrt(z) - moved.noise[0])


def test_brownian_motion_in_polar_coordinates() -> None:
    """The radius is a Bessel process, dr = dt/(2*r) + dW, and D = diag(1, r^-2)/2; a chart without an inverse."""
    moved = generator_in_new(Generator(XY, [0, 0], sp.eye(2) / 2), POLAR)

    assert same_process(Generator((r, phi), [1 / (2 * r), 0], sp.diag(1, r**-2) / 2), moved)


def test_a_density_moves_with_the_jacobian() -> None:
    """A stationary law stays stationary with log|det J|, and not without: the Gaussian in polar coordinates."""
    G = Generator(XY, [-x, -y], sp.eye(2))
    gaussian = -(x**2 + y**2) / 2
    moved = generator_in_new(G, POLAR)

    assert prove_stationary(G, gaussian)
    assert prove_zero(log(r) - r**2 / 2 - log_density_in_new(gaussian, POLAR))
    assert prove_stationary(moved, log_density_in_new(gaussian, POLAR))
    # without the factor r: u = (1/r, 0) with s = (-r, 0), so -div u - u.s = 1/r^2 + 1 is left
    assert prove_zero((1 + r**-2) - stationarity_residual(moved, -(r**2) / 2))


def test_there_and_back_is_the_same_process() -> None:
    """Through the chart and through the reversed chart."""
    old = equation(Convention.ITO)

    assert same_process(old.generator, sde_in_new(sde_in_new(old, BEND), BEND.reversed()).generator)


def test_a_chart_that_cannot_be_undone_is_refused() -> None:
    """A wrong inverse, one wrong by a sign, a Jacobian that vanishes, fewer coordinates, other coordinates."""
    G = Generator((z,), [1], [[1]])
    with pytest.raises(NotInvertibleError, match="not shown to undo"):
        generator_in_new(G, chart({z: r**2}, onto=(r,), inverse={r: z}))
    with pytest.raises(NotInvertibleError, match="positive=True"):
        generator_in_new(G, chart({z: t**2}, onto=(t,), inverse={t: sqrt(z)}))  # t may be negative
    plane = Generator(XY, [0, 0], sp.eye(2))
    with pytest.raises(NotInvertibleError, match="no way back"):
        generator_in_new(plane, chart({x: u + v, y: (u + v) ** 2}, onto=(u, v)))
    with pytest.raises(NotInvertibleError, match="no way back"):
        log_density_in_new(x, chart({x: cos(phi), y: sin(phi)}, onto=(phi,)))
    with pytest.raises(StochasticError, match="starts from"):
        generator_in_new(G, BEND)


def test_a_chart_with_its_right_inverse_is_accepted() -> None:
    """The same squares with a positive root."""
    moved = generator_in_new(Generator((z,), [1], [[z]]), chart({z: r**2}, onto=(r,), inverse={r: sqrt(z)}))

    # r = sqrt(z): G r = 1/(2*r) + r^2*(-1/(4*r^3)) = 1/(4*r), D = r^2/(4*r^2) = 1/4
    assert same_process(Generator((r,), [1 / (4 * r)], [[Rational(1, 4)]]), moved)
