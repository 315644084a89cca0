"""What is stationary for Langevin equations in a metric that depends on the point."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Function, Matrix, Rational, exp, log, sqrt, symbols

from derivations.charts import chart, gradient
from derivations.ladder import prove_zero
from derivations.stochastic.change_of_chart import generator_in_new, log_density_in_new
from derivations.stochastic.errors import ShapeError, SymmetryError
from derivations.stochastic.fields import divergence
from derivations.stochastic.generator import Generator, same_process
from derivations.stochastic.langevin import (
    covariant_langevin,
    plain_ito_langevin,
    plain_langevin,
    riemannian_langevin,
)
from derivations.stochastic.line import line_log_density
from derivations.stochastic.sde import Convention
from derivations.stochastic.stationarity import (
    current_velocity,
    prove_detailed_balance,
    prove_stationary,
    stationarity_residual,
)

x, y = symbols("x y", real=True)
k = symbols("k", real=True)
XY = (x, y)
eta, T, s = symbols("eta T s", positive=True)
RATES = {"eta": eta, "T": T}
I1, L1 = Function("I", positive=True)(x), Function("L")(x)
L2 = Function("L")(x, y)
SQUARE = x**2 + y**2
POINT = {x: Rational(1, 3), y: Rational(-2, 5), eta: Rational(5, 11), T: Rational(3, 7), s: Rational(7, 9)}


def on_the_line(convention: Convention) -> Generator:
    """The plain equation for any metric and any loss in one dimension."""
    return plain_langevin((x,), L1, [[1 / sqrt(I1)]], convention=convention, **RATES).generator


def test_on_the_line_ito_gives_the_metric_itself_as_the_volume() -> None:
    """The stationary density is I*exp(-L/T), for any metric and loss; neither exp(-L/T) nor sqrt(I)*exp(-L/T)."""
    G = on_the_line(Convention.ITO)

    assert prove_zero((log(I1) - L1 / T - line_log_density(G)).diff(x))  # equal up to a constant
    assert prove_detailed_balance(G, log(I1) - L1 / T)
    assert not prove_stationary(G, -L1 / T)
    assert not prove_stationary(G, log(I1) / 2 - L1 / T)


def test_on_the_line_stratonovich_gives_the_root_of_the_metric() -> None:
    """The stationary density is sqrt(I)*exp(-L/T), and the process is the covariant one."""
    G = on_the_line(Convention.STRATONOVICH)

    assert prove_zero((log(I1) / 2 - L1 / T - line_log_density(G)).diff(x))
    assert prove_detailed_balance(G, log(I1) / 2 - L1 / T)
    assert not prove_stationary(G, log(I1) - L1 / T)
    assert same_process(G, covariant_langevin((x,), L1, [[1 / I1]], **RATES))


@pytest.mark.parametrize(
    ("convention", "power"), [(Convention.ITO, 1), (Convention.STRATONOVICH, Rational(1, 2))]
)
def test_each_other_power_of_one_metric_is_refuted_at_a_point(
    convention: Convention, power: sp.Rational
) -> None:
    """With I = 1 + x^2 and L = x^2/2 the residual of I^p*exp(-L/T) is zero for one p of 0, 1/2, 1."""
    root = [[1 / sqrt(1 + x**2)]]
    G = plain_langevin((x,), x**2 / 2, root, convention=convention, **RATES).generator

    def residual(p: sp.Rational) -> sp.Expr:
        return stationarity_residual(G, p * log(1 + x**2) - x**2 / (2 * T)).subs(POINT)

    powers = (sp.S.Zero, Rational(1, 2), sp.S.One)
    assert [sp.sympify(power)] == [p for p in powers if residual(p) == 0]


def test_in_the_plane_stratonovich_with_the_symmetric_root_has_neither_law() -> None:
    """S = Id + x*x.T, I^-1 = S^2, L = |x|^2/2: the residuals of both densities, exactly, and not zero."""
    S = sp.eye(2) + Matrix([x, y]) * Matrix([[x, y]])
    loss = SQUARE / 2
    G = plain_langevin(XY, loss, S, convention=Convention.STRATONOVICH, **RATES).generator
    gibbs, volume = -loss / T, -loss / T - log(1 + SQUARE)  # |S| = 1 + |x|^2, sqrt|I| = 1/|S|

    of_gibbs, of_volume = stationarity_residual(G, gibbs), stationarity_residual(G, volume)

    assert prove_zero(-3 * eta * (SQUARE**2 + SQUARE - 4 * T * SQUARE - 2 * T) - of_gibbs)
    assert prove_zero(-eta * (SQUARE - 2 * T) * (1 + SQUARE) - of_volume)
    assert prove_zero(G.fokker_planck(exp(gibbs)) - exp(gibbs) * of_gibbs)
    assert of_gibbs.subs(POINT) != 0
    assert of_volume.subs(POINT) != 0


def test_in_the_plane_a_metric_that_shows_one_law_hides_the_other() -> None:
    """S = diag(1, 1 + x^2) has exp(-L/T) by accident and not sqrt|I|*exp(-L/T); S = diag(1 + x^2, 1) the reverse."""
    loss = SQUARE / 2
    for S, accident in ((sp.diag(1, 1 + x**2), 0), (sp.diag(1 + x**2, 1), -log(1 + x**2))):
        G = plain_langevin(XY, loss, S, convention=Convention.STRATONOVICH, **RATES).generator

        assert prove_detailed_balance(G, accident - loss / T)
        other = -log(1 + x**2) - accident
        assert stationarity_residual(G, other - loss / T).subs(POINT) != 0


def cometric() -> Matrix:
    """An inverse metric of which nothing is known but symmetry."""
    c = [Function(name, positive=name != "C12")(x, y) for name in ("C11", "C12", "C22")]
    return Matrix([[c[0], c[1]], [c[1], c[2]]])


def test_the_two_corrected_equations_have_their_laws_for_any_metric_and_loss() -> None:
    """Detailed balance for exp(-L/T), and for sqrt|I|*exp(-L/T), in the plane."""
    C = cometric()

    assert prove_detailed_balance(riemannian_langevin(XY, L2, C, **RATES), -L2 / T)
    assert prove_detailed_balance(covariant_langevin(XY, L2, C, **RATES), -L2 / T - log(C.det()) / 2)


def test_the_corrections_are_the_printed_ones() -> None:
    """eta*T*div(I^-1), and as much as I^-1*grad log|I|/2 more, over the plain Ito drift."""
    C = Matrix([[2, x], [x, 1 + x**2]])
    plain = plain_ito_langevin(XY, L2, C, **RATES)
    div = Matrix([0, 1])
    volume = C * gradient(-log(C.det()), XY) / 2

    assert prove_zero(riemannian_langevin(XY, L2, C, **RATES).b - plain.b - eta * T * div)
    assert prove_zero(covariant_langevin(XY, L2, C, **RATES).b - plain.b - eta * T * (div + volume))


def test_the_covariant_generator_is_the_laplace_beltrami_operator() -> None:
    """eta*T*|I|^(-1/2) div(|I|^(1/2) I^-1 grad f) - eta*grad L.I^-1*grad f; the riemannian one is not."""
    C, f = Matrix([[2, x], [x, 2 + x**2 + y**2]]), Function("f")(x, y)
    root = 1 / sqrt(C.det())
    expected = eta * T * divergence(root * C * gradient(f, XY), XY) / root
    expected -= eta * (gradient(L2, XY).T * C * gradient(f, XY))[0]

    assert prove_zero(expected - covariant_langevin(XY, L2, C, **RATES)(f))
    assert not prove_zero(expected - riemannian_langevin(XY, L2, C, **RATES)(f))


def test_only_the_covariant_equation_is_the_same_in_another_chart() -> None:
    """Through x = u + v^2, y = v the covariant equation of the new metric is the old one, moved."""
    u, v = symbols("u v", real=True)
    bend = chart({x: u + v**2, y: v}, onto=(u, v), inverse={u: x - y**2, v: y})
    loss, C = x**2 + y**4, Matrix([[2, x], [x, 1 + x**2]])
    back = bend.jacobian.inv()
    new_loss, new_C = bend.into_new(loss), back * bend.into_new(C) * back.T

    def moves(langevin: object) -> bool:
        old, new = langevin(XY, loss, C, **RATES), langevin((u, v), new_loss, new_C, **RATES)
        return bool(same_process(generator_in_new(old, bend), new))

    assert moves(covariant_langevin)
    assert not moves(plain_ito_langevin)


def test_the_gibbs_density_depends_on_the_chart() -> None:
    """exp(-L/T) d theta moved to x = exp(t) is exp(-L/T + t) dt: the riemannian equation there is another."""
    t, z = symbols("t", real=True), symbols("z", positive=True)
    through = chart({z: exp(t)}, onto=(t,), inverse={t: log(z)})
    old = riemannian_langevin((z,), z**2, [[z**3]], **RATES)
    new = riemannian_langevin((t,), exp(2 * t), [[exp(t)]], **RATES)

    moved = generator_in_new(old, through)

    assert prove_stationary(moved, log_density_in_new(-(z**2) / T, through))
    assert not same_process(moved, new)
    assert prove_stationary(new, -exp(2 * t) / T)


# A plane where plain Ito Langevin has a Gaussian law and a current that goes round:
# I^-1 = (1+q)^2 Id + k*(1+q)*[[-2xy, x^2-y^2], [x^2-y^2, 2xy]], q = x^2+y^2; L/T = q/(2s) - 2*log(1+q).
# The second matrix has square q^2*Id, so the eigenvalues are (1+q)*(1+q+-k*q): positive for |k| <= 1.
WHIRL = (1 + SQUARE) ** 2 * sp.eye(2) + k * (1 + SQUARE) * Matrix(
    [[-2 * x * y, x**2 - y**2], [x**2 - y**2, 2 * x * y]]
)
WHIRL_LOSS = T * (SQUARE / (2 * s) - 2 * log(1 + SQUARE))


def test_the_whirl_is_a_metric() -> None:
    """Trace 2*(1+q)^2 and determinant (1+q)^2*((1+q)^2 - k^2*q^2): positive for |k| <= 1."""
    assert prove_zero(2 * (1 + SQUARE) ** 2 - WHIRL.trace())
    assert prove_zero((1 + SQUARE) ** 2 * ((1 + SQUARE) ** 2 - k**2 * SQUARE**2) - WHIRL.det())


def test_the_whirl_has_a_gaussian_law_under_plain_ito_langevin() -> None:
    """N(0, s*Id) is stationary for every k; N(0, 2*s*Id) is not."""
    G = plain_ito_langevin(XY, WHIRL_LOSS, WHIRL, **RATES)

    assert prove_stationary(G, -SQUARE / (2 * s))
    assert stationarity_residual(G, -SQUARE / (4 * s)).subs(POINT) != 0


def test_the_whirl_circulates_unless_k_is_zero() -> None:
    """U = 2*k*eta*T*(2+q)*(y, -x): zero at every point iff k = 0."""
    G = plain_ito_langevin(XY, WHIRL_LOSS, WHIRL, **RATES)
    u = current_velocity(G, -SQUARE / (2 * s))

    assert prove_zero(2 * k * eta * T * (2 + SQUARE) * Matrix([y, -x]) - u)
    still = plain_ito_langevin(XY, WHIRL_LOSS, WHIRL.subs(k, 0), **RATES)
    assert prove_detailed_balance(still, -SQUARE / (2 * s))


def test_the_whirl_does_not_explode() -> None:
    """G q <= 0 far out: -2*eta*T*q^3/s leads, and k does not enter, so the Gaussian is the law it settles to."""
    q = symbols("q", positive=True)
    G = plain_ito_langevin(XY, WHIRL_LOSS, WHIRL, **RATES)
    drift = eta * T * (4 * (1 + q) ** 2 + 8 * q * (1 + q) - 2 * q * (1 + q) ** 2 / s)

    assert prove_zero(drift.subs(q, SQUARE) - G(SQUARE))
    assert -2 * eta * T / s == sp.Poly(drift, q).LC()


def test_a_root_or_a_cometric_that_does_not_fit_is_refused() -> None:
    """The root has a row for each coordinate, the cometric is symmetric."""
    with pytest.raises(ShapeError, match="root"):
        plain_langevin(XY, L2, sp.eye(3), convention=Convention.ITO, **RATES)
    with pytest.raises(SymmetryError, match="cometric"):
        covariant_langevin(XY, L2, [[1, x], [0, 1]], **RATES)
