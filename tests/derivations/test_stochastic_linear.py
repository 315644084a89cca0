"""Propagators, Lyapunov equations and the Ornstein-Uhlenbeck process."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Matrix, Rational, cos, exp, sin, sqrt, symbols

from derivations.ladder import prove_zero
from derivations.stochastic.errors import (
    CollidingSpectraError,
    NoClosedFormError,
    NoStationaryLawError,
    ShapeError,
    SymmetryError,
)
from derivations.stochastic.lyapunov import continuous_lyapunov, discrete_lyapunov
from derivations.stochastic.ornstein_uhlenbeck import OrnsteinUhlenbeck
from derivations.stochastic.propagator import propagator, stable
from derivations.stochastic.stationarity import prove_detailed_balance, prove_stationary

t, T, eta, h, a, c, lam = symbols("t T eta h a c lam", positive=True)
b, p, q, x, y = symbols("b p q x y", real=True)
MATRICES = {
    "a number": [[3]],
    "real eigenvalues": [[2, 1], [1, 3]],
    "complex eigenvalues": [[2, 1], [-3, 4]],
    "a double eigenvalue": [[2, 1], [0, 2]],
    "unstable": [[1, 2], [3, -4]],
    "triangular letters": [[a, b], [0, c]],
    "four letters": [[a, b], [c, lam]],
    "three, one Jordan block": [[2, 1, 0], [0, 2, 1], [0, 0, 2]],
    "three, full": [[3, 1, 1], [1, 3, 1], [1, 1, 3]],
}
NOISE = {1: Matrix([[5]]), 2: Matrix([[2, 1], [1, 3]]), 3: Matrix([[2, 1, 0], [1, 3, 1], [0, 1, 1]])}


@pytest.mark.parametrize("A", MATRICES.values(), ids=MATRICES.keys())
def test_the_propagator_solves_its_equation(A: list[list[sp.Expr]]) -> None:
    """P' = -A*P and P(0) = Id, which have one solution; exp(+A*t) does not solve it."""
    P = propagator(A, t)

    assert prove_zero(P.diff(t) + Matrix(A) * P)
    assert prove_zero(P.subs(t, 0) - sp.eye(len(A)))
    assert not prove_zero(P.diff(t) - Matrix(A) * P)


def test_a_rotation() -> None:
    """A = [[lam, -a], [a, lam]] turns by a*t while it decays at the rate lam."""
    expected = exp(-lam * t) * Matrix([[cos(a * t), sin(a * t)], [-sin(a * t), cos(a * t)]])

    assert prove_zero(expected - propagator([[lam, -a], [a, lam]], t))


def test_a_cubic_without_rational_roots_has_no_closed_form_here() -> None:
    """x^3 - 9*x^2 + 26*x - 25 does not factor; a matrix that is not square has no exponential."""
    with pytest.raises(NoClosedFormError, match="factor of degree 3"):
        propagator([[2, 1, 0], [0, 3, 1], [1, 0, 4]], t)
    with pytest.raises(ShapeError, match="2 x 3"):
        propagator(sp.ones(2, 3), t)


def test_stability_is_decided_where_the_signs_are_known() -> None:
    """True, false and undecided; 3 x 3 with the pair +-i*sqrt(2) on the boundary is not stable."""
    assert stable([[a, -b], [b, a]]) is True
    assert stable([[1, 2], [2, 1]]) is False
    assert stable([[0, 1], [-1, 0]]) is False
    assert stable([[a, b], [b, c]]) is None
    assert stable([[1, 1, 0], [0, 2, 1], [-5, 0, 3]]) is True
    # det(l + A) = (l + 1)*(l^2 + 2) has roots on the imaginary axis; all its coefficients are positive
    assert stable([[1, 0, 0], [0, 0, 1], [0, -2, 0]]) is False
    # (l + 1)*(l^2 - l + 3) = l^3 + 2*l + 3: no sign changes but a coefficient is zero, and two roots are right
    assert stable([[1, 0, 0], [0, -1, 1], [0, -3, 0]]) is False


@pytest.mark.parametrize("A", MATRICES.values(), ids=MATRICES.keys())
def test_the_continuous_equation_is_solved(A: list[list[sp.Expr]]) -> None:
    """A*X + X*A.T = Q with a symmetric solution; A.T*X + X*A is not Q unless A is symmetric."""
    A, Q = Matrix(A), NOISE[len(A)]

    X = continuous_lyapunov(A, Q)

    assert prove_zero(A * X + X * A.T - Q)
    assert prove_zero(X - X.T)
    assert (A == A.T) == bool(prove_zero(A.T * X + X * A - Q))


def test_the_discrete_equation_is_solved() -> None:
    """X = A*X*A.T + Q, with letters and with a Q that is not symmetric; A.T*X*A + Q is not X."""
    A, Q = Matrix([[a / 7, b], [Rational(1, 5), c]]), Matrix([[2, 1], [4, 3]])

    X = discrete_lyapunov(A, Q)

    assert prove_zero(A * X * A.T + Q - X)
    assert not prove_zero(A.T * X * A + Q - X)


def test_the_discrete_solution_is_the_geometric_series() -> None:
    """For a nilpotent A with A^2 = 0 it ends: X = Q + A*Q*A.T."""
    A, Q = Matrix([[0, 3], [0, 0]]), Matrix([[2, 1], [1, 5]])

    assert discrete_lyapunov(A, Q) == Q + A * Q * A.T


def test_colliding_spectra_are_refused() -> None:
    """1 and -1 add up to 0, a rotation has i and -i, roots of letters too; 2 and 1/2 multiply to 1."""
    for A in (
        [[1, 5], [0, -1]],
        [[0, 1], [-1, 0]],
        [[0, 1], [0, 0]],
        [[a, b], [0, -a]],
        [[sqrt(a), 1], [0, -sqrt(a)]],
    ):
        with pytest.raises(CollidingSpectraError, match="add up to 0"):
            continuous_lyapunov(A, sp.eye(2))
    for A in ([[2, 1], [0, Rational(1, 2)]], [[0, 1], [-1, 0]]):
        with pytest.raises(CollidingSpectraError, match="multiply to 1"):
            discrete_lyapunov(A, sp.eye(2))
    with pytest.raises(ShapeError, match="Q is 3 x 3"):
        continuous_lyapunov(sp.eye(2), sp.eye(3))


@pytest.mark.parametrize("A", MATRICES.values(), ids=MATRICES.keys())
def test_the_transition_covariance_solves_its_equation(A: list[list[sp.Expr]]) -> None:
    """C' = 2*D - A*C - C*A.T, exactly, and C(0) = 0, at a point of the letters; stable or not."""
    point = {a: Rational(3, 2), b: Rational(2, 3), c: Rational(5, 6), lam: 2}
    A, D = Matrix(A).subs(point), NOISE[len(A)]

    C = OrnsteinUhlenbeck(A, D).transition_covariance(t)

    assert prove_zero(C.diff(t) - 2 * D + A * C + C * A.T)
    assert prove_zero(C.subs(t, 0))
    assert not prove_zero(C.diff(t) - D + A * C + C * A.T)


def test_the_transition_law_in_one_dimension() -> None:
    """Mean exp(-lam*t)*x0 and variance (D/lam)*(1 - exp(-2*lam*t))."""
    process = OrnsteinUhlenbeck([[lam]], [[c]])

    assert prove_zero(exp(-lam * t) * x - process.transition_mean([x], t)[0])
    assert prove_zero(c / lam * (1 - exp(-2 * lam * t)) - process.transition_covariance(t)[0])


def test_where_the_spectra_collide_the_covariance_is_integrated() -> None:
    """Free diffusion 2*D*t, its integral [[t^3/3, t^2/2], [t^2/2, t]], and a rotation that spreads 2*t*Id."""
    free = OrnsteinUhlenbeck(sp.zeros(2), NOISE[2])
    integrated = OrnsteinUhlenbeck([[0, -1], [0, 0]], sp.diag(0, Rational(1, 2)))
    turning = OrnsteinUhlenbeck([[0, -a], [a, 0]], sp.eye(2))

    assert prove_zero(2 * NOISE[2] * t - free.transition_covariance(t))
    assert prove_zero(Matrix([[t**3 / 3, t**2 / 2], [t**2 / 2, t]]) - integrated.transition_covariance(t))
    assert prove_zero(2 * t * sp.eye(2) - turning.transition_covariance(t))


def test_the_langevin_covariance_does_not_see_the_metric() -> None:
    """A = eta*I^-1*H, D = eta*T*I^-1: Sigma = T*H^-1 for all symmetric I, H of letters; not T*I^-1."""
    I, H = Matrix([[a, b], [b, c]]), Matrix([[lam, p], [p, h]])
    process = OrnsteinUhlenbeck(eta * I.inv() * H, eta * T * I.inv())

    Sigma = process.stationary_covariance()

    assert prove_zero(T * H.inv() - Sigma)
    assert not prove_zero(T * I.inv() - Sigma)
    point = {a: 2, b: Rational(1, 3), c: 3, lam: Rational(5, 2), p: Rational(-1, 2), h: 1}
    assert sp.zeros(2) != (T * I.inv() - Sigma).subs(point)


def test_the_stationary_law_is_stationary() -> None:
    """The Gaussian of Sigma is, with a current where A*Sigma is not symmetric; that of Sigma/2 is not."""
    process = OrnsteinUhlenbeck([[2, 1], [-3, 4]], NOISE[2])
    G, gaussian = process.generator((x, y)), process.stationary_log_density((x, y))

    assert prove_stationary(G, gaussian)
    assert not prove_detailed_balance(G, gaussian)
    assert not prove_stationary(G, 2 * gaussian)
    reversible = OrnsteinUhlenbeck([[2, 1], [1, 3]], sp.eye(2))
    assert prove_detailed_balance(reversible.generator((x, y)), reversible.stationary_log_density((x, y)))


def test_the_covariance_forgets_its_beginning() -> None:
    """Cov[x(t) | x0] tends to Sigma, and C(0) = Sigma."""
    process = OrnsteinUhlenbeck([[2, 1], [0, 3]], NOISE[2])
    Sigma = process.stationary_covariance()

    late = process.transition_covariance(t).applyfunc(lambda e: sp.limit(e, t, sp.oo))

    assert prove_zero(Sigma - late)
    assert prove_zero(Sigma - process.stationary_autocovariance(t).subs(t, 0))


def test_the_euler_chain_has_a_wider_law() -> None:
    """X = (1 - h*lam)^2*X + 2*D*h gives D/lam over 1 - h*lam/2: 11 % too wide at h*lam = 1/5."""
    chain = discrete_lyapunov([[1 - h * lam]], [[2 * c * h]])[0]
    exact = OrnsteinUhlenbeck([[lam]], [[c]]).stationary_covariance()[0]

    assert prove_zero(1 / (1 - h * lam / 2) - chain / exact)
    assert Rational(10, 9) == (chain / exact).subs({lam: 1 / (5 * h)})


def test_without_stability_there_is_no_stationary_law() -> None:
    """A saddle, a free direction, a rotation; and no density where the noise does not reach."""
    for A in ([[1, 2], [2, 1]], [[1, 0], [0, 0]], [[0, 1], [-1, 0]], [[-lam, 0], [0, lam]]):
        with pytest.raises(NoStationaryLawError, match="real part is not positive"):
            OrnsteinUhlenbeck(A, sp.eye(2)).stationary_covariance()
    with pytest.raises(NoStationaryLawError, match="has no density"):
        OrnsteinUhlenbeck(sp.eye(2), sp.diag(1, 0)).stationary_log_density((x, y))
    with pytest.raises(SymmetryError, match="diffusion matrix"):
        OrnsteinUhlenbeck(sp.eye(2), [[1, 2], [0, 1]])
    with pytest.raises(ShapeError, match="state is 1 x 1"):
        OrnsteinUhlenbeck(sp.eye(2), sp.eye(2)).generator((x,))
