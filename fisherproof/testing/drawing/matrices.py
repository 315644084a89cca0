"""Positive definite matrices, laws on finite sets, and Markov maps between them.

    spd_matrices            Q diag(d) Q^T with max d / min d as asked for
    positive_laws           p_i > 0 of sum one
    zero_sum_vectors        tangent vectors of the simplex
    markov_maps             W >= 0 with columns of sum one, p -> W p; every point of the image can be reached
    congruent_embeddings    Markov maps that split points: one positive entry in each row, p can be got back

Source  [Cencov1982]; [AmariNagaoka2000] sec. 2.2.
"""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from fisherproof.testing.drawing import dyadic
from fisherproof.testing.drawing.coordinates import TRIPLES
from fisherproof.testing.errors import ContractError
from fisherproof.testing.layers import Rotation
from numeric.arrays import Array


def spd_matrices(n: int, *, condition: float = 16.0) -> SearchStrategy[Array]:
    """Symmetric positive definite matrices, (n, n), of this condition number: diagonal ones turned.

    condition  at least 1; exact for the diagonal ones, to rounding for the others; 1 if n is 1.
    Raises ContractError for n < 1 or a condition below 1.
    """
    if n < 1 or not 1 <= condition < np.inf:
        raise ContractError(
            f"matrices of size {n} and condition {condition}: n >= 1 and 1 <= condition are needed."
        )
    return _spd(n, float(condition))


@st.composite
def _spd(draw: DrawFn, n: int, condition: float) -> Array:
    inner = [x for x in dyadic.POSITIVES if 1 <= x <= condition] or [1.0]
    middle = draw(st.lists(st.sampled_from(inner), min_size=max(n - 2, 0), max_size=max(n - 2, 0)))
    spectrum = draw(st.permutations([1.0, condition, *middle] if n > 1 else [1.0]))
    found = draw(st.sampled_from((1.0, 2.0, 0.5, 4.0, 0.25))) * np.diag(spectrum)
    if n == 1:
        return found
    pairs = st.tuples(st.integers(0, n - 2), st.sampled_from(TRIPLES))
    for i, triple in draw(st.lists(pairs, max_size=2 * n)):
        Q = Rotation(i, i + 1, triple).jacobian(np.zeros(n))
        found = Q @ found @ Q.T
    return (found + found.T) / 2


def positive_laws(n: int) -> SearchStrategy[Array]:
    """Laws on n points, (n,), all probabilities positive and dyadic."""
    return dyadic.laws(n).map(np.array)


def zero_sum_vectors(n: int) -> SearchStrategy[Array]:
    """Nonzero vectors of sum zero, (n,), n >= 2: the tangent vectors of the simplex.

    Raises ContractError for n < 2.
    """
    if n < 2:
        raise ContractError(f"vectors of {n} components and sum zero: only 0; n >= 2 is needed.")
    free = st.lists(dyadic.reals(), min_size=n - 1, max_size=n - 1).filter(any)
    return free.map(lambda v: np.array([*v, -sum(v)]))


def markov_maps(n: int, m: int) -> SearchStrategy[Array]:
    """Markov maps from n points to m, (m, n): nonnegative dyadic entries, columns of sum one, no row of zeros.

    Raises ContractError for sizes below 1.
    """
    sure = st.sampled_from(
        [tuple(map(float, row)) for row in np.eye(m)]
    )  # all maps are mixtures of sure ones
    columns = [st.lists(column, min_size=n, max_size=n) for column in (sure, sure | dyadic.laws(m, least=0))]
    return st.one_of(columns).map(lambda laws: np.array(laws).T).filter(_reaches)


def _reaches(W: Array) -> bool:
    return bool(np.all(np.any(W > 0, axis=1)))


def congruent_embeddings(n: int, m: int) -> SearchStrategy[Array]:
    """Congruent embeddings of n points into m >= n, (m, n): each of the m is a part of one of the n.

    Raises ContractError for m < n or n < 1.
    """
    if not 1 <= n <= m:
        raise ContractError(f"an embedding of {n} points into {m}: 1 <= n <= m is needed.")
    return _embeddings(n, m)


@st.composite
def _embeddings(draw: DrawFn, n: int, m: int) -> Array:
    extra = draw(st.lists(st.integers(0, n - 1), min_size=m - n, max_size=m - n))
    home = draw(st.permutations([*range(n), *extra]))
    found = np.zeros((m, n))
    for i in range(n):
        rows = [k for k in range(m) if home[k] == i]
        found[rows, i] = draw(dyadic.laws(len(rows)))
    return found
