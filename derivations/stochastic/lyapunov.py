"""Lyapunov equations, solved as the linear systems that they are.

    continuous    A*X + X*A.T = Q        one solution iff no two eigenvalues of A (or one twice) add up to 0
    discrete      X = A*X*A.T + Q        one solution iff no two (or one twice) multiply to 1

Source: [HornJohnson1991] sec. 4.4 (Sylvester and Lyapunov equations, Kronecker sums).
"""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.polys.matrices import DomainMatrix

from derivations.ladder import prove_zero
from derivations.stochastic import shapes
from derivations.stochastic.errors import CollidingSpectraError
from derivations.tidy import tidy


def continuous_lyapunov(A: Any, Q: Any) -> Any:
    """X, (n, n), with A*X + X*A.T = Q.

    A, Q  (n, n); X is symmetric if Q is.

    Raises ShapeError for sizes that do not fit, CollidingSpectraError where A and -A share an eigenvalue.

    >>> continuous_lyapunov([[2]], [[1]])
    Matrix([[1/4]])
    """
    A, Q = _square_pair(A, Q)
    one = sp.eye(A.rows)
    system = sp.kronecker_product(A, one) + sp.kronecker_product(one, A)
    return _solved(system, Q, f"A and -A share an eigenvalue, A = {A}: two eigenvalues of A add up to 0")


def discrete_lyapunov(A: Any, Q: Any) -> Any:
    """X, (n, n), with X = A*X*A.T + Q; arguments as in continuous_lyapunov.

    Raises ShapeError for sizes that do not fit, CollidingSpectraError where A and A^-1 share an eigenvalue.

    >>> discrete_lyapunov([[sp.Rational(1, 2)]], [[3]])
    Matrix([[4]])
    """
    A, Q = _square_pair(A, Q)
    system = sp.eye(A.rows**2) - sp.kronecker_product(A, A)
    return _solved(system, Q, f"A and A^-1 share an eigenvalue, A = {A}: two eigenvalues of A multiply to 1")


def _square_pair(A: Any, Q: Any) -> tuple[Any, Any]:
    n = sp.Matrix(A).rows
    return shapes.matrix("A", A, n, n).as_mutable(), shapes.matrix("Q", Q, n, n).as_mutable()


def _solved(system: Any, Q: Any, collision: str) -> Any:
    """Solve system * vec X = vec Q, rows stacked, over the field that the entries generate."""
    n = Q.rows
    both = DomainMatrix.from_Matrix(system.row_join(Q.reshape(n * n, 1))).to_field()
    matrix, right = both[:, : n * n], both[:, n * n :]
    if prove_zero(matrix.domain.to_sympy(matrix.det())):
        raise CollidingSpectraError(
            f"{collision}. There is no solution, or there are many; a conserved or a growing direction is "
            "the usual cause."
        )
    return tidy(matrix.lu_solve(right).to_Matrix().reshape(n, n))
