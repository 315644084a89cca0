"""Torus family: Gaussian location on circles, which realises any pair (I, H).

Domain     t1, t2 real; support R^8.
Density    exp(-sum_k a_k*|y_k - (cos, sin)(d_k.t)|**2/2) * prod_k a_k/(2*pi), y_k = (x_(2k-1), x_(2k))
Metric     [[2, 1], [1, 3]]
Chart      (t1, t2); the metric sum_k a_k*d_k*d_k.T is constant.
Source     [Amari2016] sec. 4.1 (curved exponential families); the construction is derived below.

For n parameters there is a circle for each direction d_k among l_i, l_i + l_j and l_i - l_j, where the l_i
are the columns of the unit triangle L in I = L*D*L.T.  With a = min(D)/(4*(n - 1)) on the sums and
differences and D_i - 2*(n - 1)*a on l_i, sum_k a_k*d_k*d_k.T = I.

If the data have mean c_k*(1, 0) on circle k, the loss E|y - mean(t)|^2/2, weighted by a_k, has at t = 0 the
gradient 0 and the Hessian sum_k a_k*c_k*d_k*d_k.T, and the d_k*d_k.T span the symmetric matrices: the c_k can
be chosen so that it is any symmetric H.  The data law is outside the model unless all c_k = 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from sympy import Expr, Matrix, Rational, cos, diag, eye, sin, symbols

from derivations.family import Family, FamilyError, gaussian_location


def make(information: Any, *, name: str = "torus") -> Family:
    """A torus family whose Fisher matrix is the given one.

    information  (n, n) with n >= 2, symmetric positive definite, rational.

    Raises FamilyError if it is not.
    """
    I = Matrix(information)
    directions, weights = circles(I)
    t = symbols(f"t1:{I.rows + 1}", real=True)
    angles = [sum((d[i] * t[i] for i in range(I.rows)), start=Rational(0)) for d in directions]
    mean = [f(a) for a in angles for f in (cos, sin)]
    precision = diag(*(a * eye(2) for a in weights))
    constants = {"information": I.as_immutable()}
    return gaussian_location(name, t, mean, precision=precision, title="Torus family", constants=constants)


def circles(information: Any) -> tuple[list[Any], list[Expr]]:
    """Directions d_k, each (n, 1), and weights a_k > 0 with sum_k a_k*d_k*d_k.T equal to the matrix.

    Raises FamilyError for a matrix that is not symmetric positive definite, or of size one.
    """
    I = Matrix(information)
    n = I.rows
    if n < 2 or I != I.T or not I.is_positive_definite:
        raise FamilyError(
            f"The torus family needs a symmetric positive definite matrix of size 2 or more, not {I}."
        )
    L, D = I.LDLdecomposition(hermitian=False)
    columns = [L.col(i) for i in range(n)]
    a = min(D[i, i] for i in range(n)) / (4 * (n - 1))
    directions, weights = list(columns), [D[i, i] - 2 * (n - 1) * a for i in range(n)]
    for p, q in combinations(columns, 2):
        directions += [p + q, p - q]
        weights += [a, a]
    return directions, weights


def data_mean(information: Any, hessian: Any) -> tuple[Expr, ...]:
    """The mean of data for which the loss of make(information) has, at t = 0, gradient 0 and this Hessian.

    hessian  (n, n), any symmetric matrix.

    Returns the coordinates of the mean, in the order of the observations.

    Raises FamilyError if the Hessian is not symmetric or of another size.
    """
    I, H = Matrix(information), Matrix(hessian)
    if I.shape != H.shape or H != H.T:
        raise FamilyError(f"The Hessian must be symmetric and of shape {I.shape}, not {H}.")
    _, weights = circles(I)
    return tuple(value for c in _scales(I, H, weights) for value in (c, Rational(0)))


def _scales(I: Any, H: Any, weights: Sequence[Expr]) -> list[Expr]:
    """c_k with sum_k a_k*c_k*d_k*d_k.T = H, by writing L^-1*H*L^-T in the basis of the directions."""
    n = I.rows
    L, _ = I.LDLdecomposition(hermitian=False)
    K = L.inv() * H * L.inv().T
    scales = [K[i, i] / weights[i] for i in range(n)]
    for k, (i, j) in enumerate(combinations(range(n), 2)):
        # (l_i + l_j)(...).T - (l_i - l_j)(...).T = 2*(l_i*l_j.T + l_j*l_i.T)
        a = weights[n + 2 * k]
        scales += [K[i, j] / (2 * a), -K[i, j] / (2 * a)]
    return scales


family = make([[2, 1], [1, 3]])
