"""Which densities stay as they are, and the drift that makes them stay."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Function, Matrix, Rational, Symbol, exp, log, sqrt, symbols

from derivations.charts import gradient
from derivations.ladder import prove_zero
from derivations.stochastic.errors import NoStationaryLawError, ShapeError, SymmetryError
from derivations.stochastic.fields import divergence, row_divergence
from derivations.stochastic.generator import Generator, same_process
from derivations.stochastic.line import line_log_density
from derivations.stochastic.recipe import complete_recipe
from derivations.stochastic.sde import SDE, Convention
from derivations.stochastic.stationarity import (
    current_velocity,
    probability_current,
    prove_detailed_balance,
    prove_stationary,
    stationarity_residual,
    time_reversal,
)

x, y = symbols("x y", real=True)
XY = (x, y)
T, gamma = symbols("T gamma", positive=True)
V = Function("V")(x, y)
q = Function("q")(x, y)
D = Matrix([[Function("D11")(x, y), Function("D12")(x, y)], [Function("D12")(x, y), Function("D22")(x, y)]])
b = Matrix([Function("b1")(x, y), Function("b2")(x, y)])
J = Matrix([[0, 1], [-1, 0]])
POINT = {x: Rational(1, 3), y: Rational(-2, 5), T: Rational(3, 7)}


def test_the_logarithm_and_the_density_give_the_same_rate() -> None:
    """Rho * residual(log rho) = L(rho), and rho*u is the current, for any drift, D and rho = exp(V)."""
    G = Generator(XY, b, D)

    assert prove_zero(exp(V) * stationarity_residual(G, V) - G.fokker_planck(exp(V)))
    assert prove_zero(exp(V) * current_velocity(G, V) - probability_current(G, exp(V)))
    assert prove_zero(divergence(probability_current(G, exp(V)), XY) + G.fokker_planck(exp(V)))


def test_the_recipe_makes_any_density_stationary_for_any_diffusion_matrix() -> None:
    """With D, Q = q*J and log rho unknown functions: stationary, with u = Q*grad log rho + div Q."""
    circulating, reversible = complete_recipe(XY, V, D, Q=q * J), complete_recipe(XY, V, D)

    assert prove_stationary(circulating, V)
    assert prove_zero(q * J * gradient(V, XY) + row_divergence(q * J, XY) - current_velocity(circulating, V))
    assert prove_detailed_balance(reversible, V)
    assert not prove_detailed_balance(circulating, V)


def test_without_the_divergence_the_density_is_not_stationary() -> None:
    """With b = D*grad log rho, a standard normal and D = diag(1 + x^2, 1), the residual is 2 - 2*x^2."""
    D = sp.diag(1 + x**2, 1)
    log_density = -(x**2 + y**2) / 2
    naive = Generator(XY, D * gradient(log_density, XY), D)

    # u = -div D = (-2*x, 0), and the residual is -div u + u.(x, y)
    assert prove_zero(2 - 2 * x**2 - stationarity_residual(naive, log_density))
    assert Rational(16, 9) == stationarity_residual(naive, log_density).subs(POINT)
    assert prove_stationary(complete_recipe(XY, log_density, D), log_density)


def test_the_divergence_of_q_has_one_sign() -> None:
    """With -div Q for +div Q the current does not close: the residual is not zero at a point."""
    Q, log_density = (x + y**2) * J, -(x**2 + x * y + y**2)
    right = complete_recipe(XY, log_density, sp.eye(2), Q=Q)
    wrong = Generator(XY, right.b - 2 * row_divergence(Q, XY), right.D)

    # u changes by -2*div Q = (-4*y, 2), which has no divergence: 4*y*d_x - 2*d_y of log rho is left
    left = 4 * y * log_density.diff(x) - 2 * log_density.diff(y)
    assert prove_stationary(right, log_density)
    assert prove_zero(left - stationarity_residual(wrong, log_density))
    assert left.subs(POINT) != 0


def test_underdamped_langevin_is_a_case_of_the_recipe() -> None:
    """D = diag(0, gamma*T), Q = -T*J: dx = y dt, dy = -(V' + gamma*y) dt + sqrt(2*gamma*T) dW."""
    U = Function("U")(x)
    log_density = -(U + y**2 / 2) / T

    found = complete_recipe(XY, log_density, sp.diag(0, gamma * T), Q=-T * J)

    assert prove_zero(Matrix([y, -U.diff(x) - gamma * y]) - found.b)
    assert prove_stationary(found, log_density)
    assert not prove_detailed_balance(found, log_density)


def test_a_recipe_in_space() -> None:
    """Three coordinates, an antisymmetric Q that depends on all: stationary; its transpose reverses u."""
    z = Symbol("z", real=True)
    xyz = (x, y, z)
    Q = Matrix([[0, x * y, z], [-x * y, 0, x**2], [-z, -(x**2), 0]])
    log_density = -(x**4) - y**2 - z**2 + x * z
    D = Matrix([[2, x, 0], [x, 2 + x**2, 0], [0, 0, 1 + y**2]])

    one, other = (complete_recipe(xyz, log_density, D, Q=way) for way in (Q, Q.T))

    assert prove_stationary(one, log_density)
    assert prove_stationary(other, log_density)
    assert not same_process(one, other)
    assert same_process(other, time_reversal(one, log_density))


def test_the_reversed_process_is_the_adjoint_for_the_stationary_density() -> None:
    """L(g*rho)/rho = G_reversed g, for any function g, where rho is stationary; not where it is not."""
    g = Function("g")(x, y)
    log_density = -(x**2 + x * y + y**2)
    G = complete_recipe(XY, log_density, Matrix([[2, x], [x, 1 + x**2]]), Q=(x + y**2) * J)

    backwards = time_reversal(G, log_density)(g) * exp(log_density)

    assert prove_zero(G.fokker_planck(g * exp(log_density)) - backwards)
    assert not prove_zero(G.fokker_planck(g * exp(log_density)) - G(g) * exp(log_density))


def test_reversing_twice_is_no_change() -> None:
    """The reversed process of the reversed process is the process."""
    log_density = -(x**2 + y**2)
    G = complete_recipe(XY, log_density, sp.eye(2), Q=x * y * J)

    assert same_process(G, time_reversal(time_reversal(G, log_density), log_density))


def test_a_q_that_is_not_antisymmetric_is_refused() -> None:
    """So is a D that is not symmetric, or not of the right size."""
    with pytest.raises(SymmetryError, match="Q was not shown to be antisymmetric"):
        complete_recipe(XY, V, D, Q=sp.eye(2))
    with pytest.raises(SymmetryError, match="diffusion matrix was not shown to be symmetric"):
        complete_recipe(XY, V, J)
    with pytest.raises(ShapeError, match="3 x 3"):
        complete_recipe(XY, V, sp.eye(3))


def test_the_same_equation_has_two_stationary_densities_by_convention() -> None:
    """dx = -x dt + sqrt(2*(1 + x^2)) dW: (1 + x^2)^(-3/2) for Ito, (1 + x^2)^-1 for Stratonovich."""
    ito, stratonovich = (
        SDE((x,), [-x], [[sqrt(2 * (1 + x**2))]], convention).generator for convention in Convention
    )

    assert prove_zero(-3 * log(1 + x**2) / 2 - line_log_density(ito))
    assert prove_zero(-log(1 + x**2) - line_log_density(stratonovich))
    assert prove_stationary(ito, line_log_density(ito))
    assert prove_detailed_balance(stratonovich, line_log_density(stratonovich))
    assert stationarity_residual(ito, line_log_density(stratonovich)).subs(POINT) != 0


def test_the_quadrature_is_stationary_for_any_coefficients() -> None:
    """With an unknown drift the integral is left standing, and still solves the equation."""
    drift, D = Function("b")(x), Function("D", positive=True)(x)
    G = Generator((x,), [drift], [[D]])

    assert line_log_density(G).has(sp.Integral)
    assert prove_detailed_balance(G, line_log_density(G))


def test_a_quadrature_needs_one_coordinate_and_noise() -> None:
    """Two coordinates, or D = 0, are refused."""
    with pytest.raises(ShapeError, match="for one"):
        line_log_density(Generator(XY, [0, 0], sp.eye(2)))
    with pytest.raises(NoStationaryLawError, match="no noise"):
        line_log_density(Generator((x,), [-x], [[0]]))
