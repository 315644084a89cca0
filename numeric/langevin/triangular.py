"""Triangular matrices of many chains at once: L is (n, n, m), lower; the diagonal above it is never read.

A loop over the n (n + 1) / 2 entries, each a whole row of chains; everything is done in place.

Source  Higham, Accuracy and Stability of Numerical Algorithms (2nd ed., 2002), ch. 8 and alg. 10.2.
"""

import numpy as np

from numeric.arrays import Array


def cholesky(A: Array, work: Array) -> None:
    """Overwrite the lower half of A by L with L L^T = A; NaN appears where A is not positive definite.

    A     (n, n, m), symmetric; only its lower half is read.
    work  (m,).
    """
    n = len(A)
    for j in range(n):
        for i in range(j, n):
            for k in range(j):
                np.multiply(A[i, k], A[j, k], out=work)
                A[i, j] -= work
        np.sqrt(A[j, j], out=A[j, j])
        for i in range(j + 1, n):
            A[i, j] /= A[j, j]


def multiply(L: Array, v: Array, work: Array) -> None:
    """Overwrite v, (n, m), by L v."""
    for i in reversed(range(len(v))):
        v[i] *= L[i, i]
        for j in range(i):
            np.multiply(L[i, j], v[j], out=work)
            v[i] += work


def multiply_transposed(L: Array, v: Array, work: Array) -> None:
    """Overwrite v, (n, m), by L^T v."""
    n = len(v)
    for i in range(n):
        v[i] *= L[i, i]
        for j in range(i + 1, n):
            np.multiply(L[j, i], v[j], out=work)
            v[i] += work


def solve(L: Array, v: Array, work: Array) -> None:
    """Overwrite v, (n, m), by L^-1 v."""
    for i in range(len(v)):
        for j in range(i):
            np.multiply(L[i, j], v[j], out=work)
            v[i] -= work
        v[i] /= L[i, i]


def solve_transposed(L: Array, v: Array, work: Array) -> None:
    """Overwrite v, (n, m), by L^-T v."""
    n = len(v)
    for i in reversed(range(n)):
        for j in range(i + 1, n):
            np.multiply(L[j, i], v[j], out=work)
            v[i] -= work
        v[i] /= L[i, i]


def log_determinant(L: Array, out: Array, work: Array) -> None:
    """Fill out, (m,), with log det L."""
    out[...] = 0
    for i in range(len(L)):
        np.log(L[i, i], out=work)
        out += work
