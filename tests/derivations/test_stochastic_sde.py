"""Ito and Stratonovich equations, their generators, and the Fokker-Planck operator."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Function, Matrix, Rational, Symbol, cos, exp, sin, sqrt, symbols

from derivations.charts import gradient
from derivations.ladder import prove_zero
from derivations.stochastic.errors import ShapeError, StochasticError, SymmetryError
from derivations.stochastic.fields import divergence, row_divergence
from derivations.stochastic.generator import Generator, same_process
from derivations.stochastic.sde import SDE, Convention

x, y = symbols("x y", real=True)
XY = (x, y)
ITO, STRATONOVICH = Convention.ITO, Convention.STRATONOVICH


def field(*names: str) -> Matrix:
    """A column of unknown functions of x and y."""
    return Matrix([Function(name)(x, y) for name in names])


b = field("b1", "b2")
sigma = Matrix.hstack(field("s11", "s21"), field("s12", "s22"), field("s13", "s23"))
D = Matrix([[Function("D11")(x, y), Function("D12")(x, y)], [Function("D12")(x, y), Function("D22")(x, y)]])
f, rho = Function("f")(x, y), Function("rho")(x, y)


def test_a_stratonovich_equation_squares_its_noise_fields() -> None:
    """Its generator is b.grad f + 1/2 sum_k s_k(s_k f), for any drift and three noises in the plane."""
    squares = 0
    for k in range(3):
        inner = (sigma[:, k].T * gradient(f, XY))[0]
        squares += (sigma[:, k].T * gradient(inner, XY))[0]

    found = SDE(XY, b, sigma, STRATONOVICH).generator(f)

    assert prove_zero((b.T * gradient(f, XY))[0] + squares / 2 - found)


def test_an_ito_equation_has_no_correction_in_its_generator() -> None:
    """G f = b.grad f + 1/2 sigma*sigma.T : Hess f; the Stratonovich reading of it is another process."""
    expected = (b.T * gradient(f, XY))[0] + (sigma * sigma.T * sp.hessian(f, XY)).trace() / 2

    assert prove_zero(expected - SDE(XY, b, sigma, ITO).generator(f))
    assert not prove_zero(expected - SDE(XY, b, sigma, STRATONOVICH).generator(f))


def test_the_passage_and_the_way_back_change_nothing() -> None:
    """Ito to Stratonovich to Ito gives the drift again, and the same process on the way."""
    equation = SDE(XY, b, sigma, ITO)

    assert prove_zero(equation.stratonovich.ito.drift - b)
    assert same_process(equation.generator, equation.stratonovich.generator)
    assert equation.ito is equation


def test_the_correction_is_not_the_divergence_of_the_diffusion_matrix() -> None:
    """For sigma = (x, x*y) it is (x, x*y + x^2*y)/2, and div(D)/2 is something else; in one dimension it is that."""
    equation = SDE(XY, [0, 0], [[x], [x * y]], ITO)

    on_the_line = SDE((x,), [0], [[x + x**3]], ITO)

    assert prove_zero(Matrix([x, x * y + x**2 * y]) / 2 - equation.noise_correction)
    # D = [[x^2, x^2*y], [x^2*y, x^2*y^2]] / 2
    assert prove_zero(
        Matrix([2 * x + x**2, 2 * x * y + 2 * x**2 * y]) / 2 - row_divergence(equation.generator.D, XY)
    )
    assert prove_zero(row_divergence(on_the_line.generator.D, (x,)) / 2 - on_the_line.noise_correction)


def test_a_rotated_root_is_the_same_ito_process_and_another_stratonovich_process() -> None:
    """(S*R)*(S*R).T = S*S.T for a rotation R(x): only the Stratonovich drift sees R."""
    S = Matrix([[1 + x**2, x * y], [x * y, 1 + y**2]])
    R = Matrix([[cos(x), -sin(x)], [sin(x), cos(x)]])
    point = {x: Rational(1, 3), y: Rational(2, 5)}

    ito = [SDE(XY, [0, 0], root, ITO).generator for root in (S, S * R)]
    stratonovich = [SDE(XY, [0, 0], root, STRATONOVICH).generator for root in (S, S * R)]

    assert same_process(*ito)
    assert not same_process(*stratonovich)
    # dR/dx = R*J with J = [[0, -1], [1, 0]], so the correction gains the first column of S*R*J*R.T*S.T/2
    gain = S * Matrix([[0, -1], [1, 0]]) * S[0, :].T / 2
    assert prove_zero(stratonovich[1].b - stratonovich[0].b - gain)
    assert sp.zeros(2, 1) != gain.subs(point)


def test_geometric_brownian_motion() -> None:
    """The Stratonovich drift of dx = m*x dt + s*x dW is (m - s^2/2)*x."""
    m, s = symbols("m s", positive=True)

    assert prove_zero(SDE((x,), [m * x], [[s * x]], ITO).stratonovich.drift[0] - (m - s**2 / 2) * x)


def test_the_fokker_planck_operator_is_the_adjoint_of_the_generator() -> None:
    """f*L(rho) - rho*G(f) is the divergence of f*div(D*rho) - f*b*rho - rho*D*grad f, in the plane."""
    G = Generator(XY, b, D)
    flux = f * row_divergence(D * rho, XY) - f * b * rho - rho * D * gradient(f, XY)

    assert prove_zero(divergence(flux, XY) - (f * G.fokker_planck(rho) - rho * G(f)))


def test_the_generator_without_a_divergence_is_not_its_own_adjoint() -> None:
    """On rho = 1 and D = diag(x^2, 0) the Fokker-Planck operator gives 2, the generator 0."""
    G = Generator(XY, [0, 0], sp.diag(x**2, 0))

    assert G.fokker_planck(sp.S.One) == 2
    assert G(sp.S.One) == 0


def test_heat_spreads() -> None:
    """The Gaussian kernel solves d rho/dt = L(rho) with D = 1, and not with D = 2."""
    t = Symbol("t", positive=True)
    kernel = exp(-(x**2) / (4 * t)) / sqrt(t)

    assert prove_zero(kernel.diff(t) - Generator((x,), [0], [[1]]).fokker_planck(kernel))
    assert not prove_zero(kernel.diff(t) - Generator((x,), [0], [[2]]).fokker_planck(kernel))


def test_what_does_not_fit_is_refused() -> None:
    """Rows for columns, missing rows, a D that is not symmetric or not square, poles, repeated coordinates."""
    with pytest.raises(ShapeError, match="drift is 1 x 2"):
        SDE(XY, [[1, 2]], sp.eye(2), ITO)
    with pytest.raises(ShapeError, match="noise matrix is 3 x 2, and has to be 2 x m"):
        SDE(XY, [1, 2], sp.ones(3, 2), ITO)
    with pytest.raises(ShapeError, match="diffusion matrix is 2 x 3"):
        Generator(XY, [0, 0], sp.ones(2, 3))
    with pytest.raises(SymmetryError, match="opposite entries leave x - y"):
        Generator(XY, [0, 0], [[1, x], [y, 1]])
    with pytest.raises(StochasticError, match="not finite"):
        Generator((x,), [sp.zoo], [[1]])
    with pytest.raises(StochasticError, match="distinct"):
        SDE((x, x), [0, 0], sp.eye(2), ITO)
    with pytest.raises(StochasticError, match="one chart"):
        same_process(Generator((x,), [0], [[1]]), Generator((y,), [0], [[1]]))


def test_a_symmetric_matrix_in_two_forms_is_accepted() -> None:
    """Opposite entries x*(x + 1) and x^2 + x are equal."""
    assert Generator(XY, [0, 0], [[1, x * (x + 1)], [x**2 + x, 1]]).D[0, 1] == x * (x + 1)
