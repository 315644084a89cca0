"""The exponential of a small square matrix in any arithmetic.

Symbols      E = Σ_k c_k M^k for k < n with c_k new symbols: by Cayley and Hamilton every function of M has
             this form, so what holds for all c_k holds for the exponential.
Balls        Arb's enclosure; a derivative by the block matrix exp((M, N; 0, M)) = (E, dE; 0, E).
Floats       Taylor's series of M / 2^s, squared s times.
Rationals    only where M = 0.

Source  Higham, Functions of Matrices (2008), sec. 1.2 (polynomials in M), 3.2 (Fréchet derivative), 10.3.
"""

from __future__ import annotations

from typing import Any

import flint
import numpy as np

from theorems.arithmetic.balls import Balls
from theorems.arithmetic.base import OutsideArithmeticError
from theorems.arithmetic.dual import Dual
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.functions import standard_part
from theorems.arithmetic.matrix import Mat
from theorems.arithmetic.series import Series
from theorems.arithmetic.symbolic import Symbolic

TERMS = 14  # where the norm is below 1/10, (1/10)^15 / 15! is below every rounding
MOST_SQUARINGS = 40


def exponential(matrix: Mat, arithmetic: Any) -> Mat:
    """exp(M).

    matrix  (n, n), of scalars, or of dual numbers.
    Raises OutsideArithmeticError where the arithmetic has no name for it.
    """
    if isinstance(arithmetic, Floats):
        return by_squaring(matrix, arithmetic)
    entries = matrix.entries
    if any(isinstance(entry, Series) for entry in entries):
        raise OutsideArithmeticError("the exponential of a matrix of power series is not available.")
    tags = [entry.tag for entry in entries if isinstance(entry, Dual)]
    if tags:
        return differentiated(matrix, max(tags), arithmetic)
    if all(entry == 0 for entry in entries):
        return unit(matrix, arithmetic)
    if isinstance(arithmetic, Symbolic):
        return as_polynomial(matrix, arithmetic)
    if isinstance(arithmetic, Balls):
        found = flint.arb_mat([list(row) for row in matrix.rows]).exp()
        size = range(len(matrix.rows))
        return Mat(tuple(tuple(found[i, j] for j in size) for i in size), matrix.dims)
    raise OutsideArithmeticError("the exponential of a matrix is not rational.")


def unit(matrix: Mat, arithmetic: Any) -> Mat:
    """The identity of the matrix's size."""
    size = range(len(matrix.rows))
    rows = tuple(tuple(arithmetic.number(int(i == j)) for j in size) for i in size)
    return Mat(rows, matrix.dims)


def scaled(matrix: Mat, factor: Any) -> Mat:
    """A matrix times a scalar."""
    return matrix.map(lambda entry: factor * entry)


def as_polynomial(matrix: Mat, arithmetic: Symbolic) -> Mat:
    """Σ_k c_k M^k with a new symbol for each c_k, the same for the same M; exp itself at n = 1."""
    n = len(matrix.rows)
    if n == 1:
        return matrix.map(arithmetic.exp)
    key = "; ".join(str(entry) for entry in matrix.entries)
    power = unit(matrix, arithmetic)
    result = power.map(lambda entry: entry * 0)
    for k in range(n):
        coefficient = arithmetic.atom(f"coefficient {k} of the exponential of ", key)
        result = result + scaled(power, coefficient)
        power = power.product(matrix)
    return result


def differentiated(matrix: Mat, tag: int, arithmetic: Any) -> Mat:
    """exp(M + ε N): N exp(M) where N and M commute; else, in balls, the corner of a block matrix.

    Raises OutsideArithmeticError for symbols that do not commute.
    """
    M = matrix.map(lambda x: x.a if isinstance(x, Dual) and x.tag == tag else x)
    N = matrix.map(lambda x: x.b if isinstance(x, Dual) and x.tag == tag else x * 0)
    at = exponential(M, arithmetic)
    gap = N.product(M) + (-M.product(N))
    if isinstance(arithmetic, Balls) and not any(isinstance(x, Dual) for x in (*M.entries, *N.entries)):
        slope = block_corner(M, N)
    elif all(vanishes(x, arithmetic) for x in gap.entries):
        slope = N.product(at)
    else:
        raise OutsideArithmeticError("the derivative of exp(M) where M and dM do not commute.")
    pairs = zip(at.rows, slope.rows, strict=True)
    rows = tuple(tuple(Dual(a, b, tag) for a, b in zip(r, s, strict=True)) for r, s in pairs)
    return Mat(rows, matrix.dims)


def vanishes(x: Any, arithmetic: Any) -> bool:
    """Whether a scalar, or each part of a dual number, is exactly zero."""
    if isinstance(x, Dual):
        return vanishes(x.a, arithmetic) and vanishes(x.b, arithmetic)
    return bool(arithmetic.vanishes(x)) if isinstance(arithmetic, Symbolic) else bool(x == 0)


def block_corner(M: Mat, N: Mat) -> Mat:
    """The derivative of exp at M in the direction N, from the exponential of (M, N; 0, M)."""
    n = len(M.rows)
    zero = [flint.arb(0)] * n
    top = [[*M.rows[i], *(flint.arb(x) for x in N.rows[i])] for i in range(n)]
    bottom = [[*zero, *M.rows[i]] for i in range(n)]
    found = flint.arb_mat([*top, *bottom]).exp()
    return Mat(tuple(tuple(found[i, n + j] for j in range(n)) for i in range(n)), M.dims)


def by_squaring(matrix: Mat, arithmetic: Floats) -> Mat:
    """exp(M) = (Σ_k (M/2^s)^k / k!)^(2^s): sums and products only, so batches and dual numbers pass."""
    squarings = enough_squarings(matrix)
    small = scaled(matrix, arithmetic.number(1) / 2**squarings)
    result = term = unit(matrix, arithmetic)
    for k in range(1, TERMS + 1):
        term = scaled(term.product(small), arithmetic.number(1) / k)
        result = result + term
    for _ in range(squarings):
        result = result.product(result)
    return result


def enough_squarings(matrix: Mat) -> int:
    """How often the largest norm of a batch must be halved to fall below 1/10.

    Raises OutsideArithmeticError for a norm that floats cannot bring back.
    """
    sizes = [np.max(np.abs(np.asarray(standard_part(entry), dtype=np.float64))) for entry in matrix.entries]
    norm = float(np.max(sizes)) * len(matrix.rows)
    if not norm < 2.0**MOST_SQUARINGS / 10:
        raise OutsideArithmeticError(f"the exponential of a matrix of norm {norm:.3g} in floats.")
    return max(0, int(np.ceil(np.log2(10 * norm)))) if norm > 0 else 0
