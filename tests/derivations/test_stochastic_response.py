"""Linear response, and where the fluctuation-dissipation theorem holds and fails."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Expr, Function, Matrix, Rational, factorial2, log, symbols

from derivations.charts import gradient
from derivations.ladder import prove_zero
from derivations.stochastic.errors import ShapeError
from derivations.stochastic.generator import Generator
from derivations.stochastic.langevin import covariant_langevin, plain_ito_langevin, riemannian_langevin
from derivations.stochastic.ornstein_uhlenbeck import OrnsteinUhlenbeck
from derivations.stochastic.recipe import complete_recipe
from derivations.stochastic.response import (
    conjugate_variable,
    equilibrium_defect,
    fluctuation_dissipation_residual,
    linear_defect,
    linear_response,
)
from derivations.stochastic.stationarity import current_velocity, time_reversal

t, T, eta, s, a, c, h, lam = symbols("t T eta s a c h lam", positive=True)
x, y, b, k, p = symbols("x y b k p", real=True)
XY = (x, y)
STATE = Matrix([x, y])
SQUARE = x**2 + y**2


def gaussian_mean(polynomial: Expr, variance: Expr) -> Expr:
    """E of a polynomial in x and y under N(0, variance*Id): E x^(2n) = (2n - 1)!! * variance^n."""

    def moment(n: int) -> Expr:
        return sp.S.Zero if n % 2 else factorial2(n - 1) * variance ** (n // 2)

    return sum(w * moment(i) * moment(j) for (i, j), w in sp.Poly(sp.expand(polynomial), x, y).terms())


def test_the_linear_langevin_process_obeys_the_theorem() -> None:
    """R = eta*exp(-eta*K*t)*I^-1 = -(1/T) dC/dt, with I of letters and H = diag(lam, h)."""
    inverse, H = Matrix([[a, b], [b, c]]), sp.diag(lam, h)
    process = OrnsteinUhlenbeck(eta * inverse * H, eta * T * inverse)

    assert prove_zero(linear_defect(process.A, eta * inverse, process.stationary_covariance(), T))
    assert prove_zero(linear_defect(process.A, eta * inverse, T * H.inv(), T))


def test_the_theorem_at_all_times_at_a_metric_with_numbers() -> None:
    """R(t) + (1/T) dC/dt = 0 with the time left free; with the mobility 2*eta*I^-1 it is not."""
    inverse, H = Matrix([[2, 1], [1, 3]]), sp.diag(1, 4)
    process = OrnsteinUhlenbeck(eta * inverse * H, eta * T * inverse)
    C = process.stationary_autocovariance(t)

    for factor, holds in ((1, True), (2, False)):
        R = linear_response(process.A, factor * eta * inverse, t)
        assert holds == bool(prove_zero(fluctuation_dissipation_residual(R, C, t, T)))


def test_a_linear_process_that_turns_does_not() -> None:
    """A = [[1, -a], [a, 1]], M = Id, D = T*Id: Sigma = T*Id, and M - A*Sigma/T = [[0, a], [-a, 0]]."""
    A = Matrix([[1, -a], [a, 1]])
    process = OrnsteinUhlenbeck(A, T * sp.eye(2))
    turning = Matrix([[0, a], [-a, 0]])

    defect = linear_defect(A, sp.eye(2), process.stationary_covariance(), T)
    R, C = linear_response(A, sp.eye(2), t), process.stationary_autocovariance(t)

    assert turning == defect
    assert prove_zero(linear_response(A, turning, t) - fluctuation_dissipation_residual(R, C, t, T))


def test_the_general_formula_gives_the_linear_response() -> None:
    """X = M.T*Sigma^-1*x, so E[x(t)*X(0).T] = exp(-A*t)*Sigma*Sigma^-1*M, for a process with a current."""
    process = OrnsteinUhlenbeck([[2, 1], [-3, 4]], Matrix([[2, 1], [1, 3]]))
    M = Matrix([[1, 5, 2], [0, 3, 7]])

    X = conjugate_variable(XY, M, process.stationary_log_density(XY))
    at_time_t = process.stationary_autocovariance(t) * X.jacobian(list(XY)).T

    assert prove_zero(X - M.T * process.stationary_covariance().inv() * STATE)
    assert prove_zero(at_time_t - linear_response(process.A, M, t))


def test_the_conjugate_variable_answers_at_once() -> None:
    """E[f*X_j] = E[M_j.grad f] at t = 0, by Gaussian moments, where M depends on the point; -X does not."""
    M, f = Matrix([[1 + x**2, x * y], [y, 3]]), x**3 * y + x**2 + 2 * y
    X = conjugate_variable(XY, M, -SQUARE / (2 * s))
    expected = (M.T * gradient(f, XY)).applyfunc(lambda e: gaussian_mean(e, s))

    assert prove_zero(expected - (f * X).applyfunc(lambda e: gaussian_mean(e, s)))
    assert sp.zeros(2, 1) != expected


def test_the_theorem_fails_by_the_current_velocity() -> None:
    """With M = D/T the defect is -u/T, for an unknown D, density and antisymmetric Q."""
    D = Matrix([[Function(n)(x, y) for n in row] for row in (("D11", "D12"), ("D12", "D22"))])
    q, V = Function("q")(x, y), Function("V")(x, y)
    G = complete_recipe(XY, V, D, Q=Matrix([[0, q], [-q, 0]]))

    assert prove_zero(equilibrium_defect(G, G.D / T, V, T) + current_velocity(G, V) / T)
    assert not prove_zero(equilibrium_defect(G, G.D / T, V, T))


def test_both_corrected_langevin_equations_obey_the_theorem() -> None:
    """In any metric, each about its own law, with the mobility eta*I^-1; with 2*eta*I^-1 neither does."""
    C = Matrix([[2, x], [x, 2 + x**2 + y**2]])
    loss = Function("L")(x, y)
    for langevin, law in (
        (riemannian_langevin, -loss / T),
        (covariant_langevin, -loss / T - log(C.det()) / 2),
    ):
        G = langevin(XY, loss, C, eta=eta, T=T)

        assert prove_zero(equilibrium_defect(G, eta * C, law, T))
        assert not prove_zero(equilibrium_defect(G, 2 * eta * C, law, T))


def test_in_equilibrium_the_conjugate_variable_is_the_reversed_drift() -> None:
    """X = -b/T there: what is needed for R = -(1/T) d/dt E[O(t)*x(0).T]; and b is its own reversal."""
    loss, C = Function("L")(x, y), Matrix([[2, x], [x, 1 + x**2]])
    G = riemannian_langevin(XY, loss, C, eta=eta, T=T)

    assert prove_zero(conjugate_variable(XY, eta * C, -loss / T) + G.b / T)
    assert prove_zero(time_reversal(G, -loss / T).b - G.b)


def test_plain_ito_langevin_obeys_the_theorem_on_the_line_only() -> None:
    """On the line there is no current; in the plane of the whirl E[x*defect.T] is off by 4*k*eta*(s + 2*s^2)."""
    metric, loss = Function("I", positive=True)(x), Function("L")(x)
    line = plain_ito_langevin((x,), loss, [[1 / metric]], eta=eta, T=T)
    whirl = (1 + SQUARE) ** 2 * sp.eye(2) + k * (1 + SQUARE) * Matrix(
        [[-2 * x * y, x**2 - y**2], [x**2 - y**2, 2 * x * y]]
    )
    plane = plain_ito_langevin(XY, T * (SQUARE / (2 * s) - 2 * log(1 + SQUARE)), whirl, eta=eta, T=T)

    on_the_line = equilibrium_defect(line, [[eta / metric]], log(metric) - loss / T, T)
    in_the_plane = equilibrium_defect(plane, eta * whirl, -SQUARE / (2 * s), T)
    missed = (STATE * in_the_plane.T).applyfunc(lambda e: gaussian_mean(e, s))

    assert prove_zero(on_the_line)
    # defect = 2*k*eta*(2 + q)*(-y, x); E[x^2*(2 + q)] = 2*s + 3*s^2 + s^2
    assert prove_zero(4 * k * eta * (s + 2 * s**2) * Matrix([[0, 1], [-1, 0]]) - missed)


def test_sizes_that_do_not_fit_are_refused() -> None:
    """The mobility has a row for each coordinate, and is square where the force is conjugate to x."""
    G = Generator(XY, [-x, -y], sp.eye(2))
    with pytest.raises(ShapeError, match="mobility"):
        conjugate_variable(XY, sp.eye(3), -SQUARE)
    with pytest.raises(ShapeError, match="mobility is 2 x 1"):
        equilibrium_defect(G, [1, 0], -SQUARE, T)
    with pytest.raises(ShapeError, match="Sigma"):
        linear_defect(sp.eye(2), sp.eye(2), [[Rational(1, 2)]], T)
    with pytest.raises(ShapeError, match="mobility"):
        linear_response(sp.eye(2), sp.eye(3), t)
    with pytest.raises(ShapeError, match="R is 3 x 3"):
        fluctuation_dissipation_residual(sp.eye(3), sp.eye(2), t, T)
