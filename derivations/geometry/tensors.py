"""Tensors as nested tuples of expressions, all of whose indices run over the coordinates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, product
from typing import Any

import sympy as sp
from sympy import Symbol

from derivations.geometry.errors import MetricError, TensorError
from derivations.geometry.exact import determinant, inverse

SINGULAR = (
    "The metric has determinant 0: two coordinates move the law in the same way, or one not at all. "
    "Drop one, or give it a fixed value."
)

Tensor = Any  # tuple[tuple[... Expr ...]]: Python has no type for nested tuples of a given depth


def tensor(n: int, rank: int, entry: Callable[..., Any]) -> Tensor:
    """The nested tuple of entry(i, j, ...), every index from 0 to n - 1.

    >>> tensor(2, 2, lambda i, j: 10 * i + j)
    ((0, 1), (10, 11))
    """
    return _built(n, rank, entry, ())


def symmetric_tensor(n: int, rank: int, entry: Callable[..., Any]) -> Tensor:
    """As tensor, for an entry that does not depend on the order of its indices: each is computed once."""
    known = {indices: entry(*indices) for indices in product(range(n), repeat=rank) if _sorted(indices)}
    return tensor(n, rank, lambda *indices: known[tuple(sorted(indices))])


def entries(nested: Tensor) -> Iterator[Any]:
    """Every entry of a nested tuple or list, in order."""
    if isinstance(nested, tuple | list):
        for part in nested:
            yield from entries(part)
    else:
        yield nested


def component(nested: Tensor, indices: Sequence[int]) -> Any:
    """The entry at indices."""
    for i in indices:
        nested = nested[i]
    return nested


def as_tensor(nested: Any, n: int, rank: int, name: str) -> Tensor:
    """A nested list as a tensor of SymPy expressions.

    Raises TensorError unless it is n x n x ... to the rank.
    """
    found = tuple(sp.sympify(e) for e in entries(_listed(nested)))
    if not _has_shape(_listed(nested), n, rank):
        raise TensorError(
            f"{name} holds {len(found)} entries, and has to be nested lists of shape "
            f"{' x '.join([str(n)] * rank)}, one index for each of {n} coordinates."
        )
    return tensor(n, rank, lambda *indices: sp.sympify(component(_listed(nested), indices)))


def check_metric(metric: Any, coordinates: Sequence[Symbol]) -> Any:
    """The metric as a matrix.

    Raises MetricError unless it is square, of the size of the coordinates, and symmetric as it is written.
    """
    g = sp.Matrix(metric)
    n = len(coordinates)
    if g.shape != (n, n):
        raise MetricError(f"The metric is {g.rows} x {g.cols}; {n} coordinates ask for {n} x {n}.")
    for i in range(n):
        for j in range(i):
            if sp.expand(g[i, j] - g[j, i]) != 0 and sp.cancel(sp.together(g[i, j] - g[j, i])) != 0:
                raise MetricError(
                    f"The metric is not symmetric: entry ({i}, {j}) is {g[i, j]}, entry ({j}, {i}) is "
                    f"{g[j, i]}. An index may be swapped."
                )
    return g


def inverse_metric(g: Any) -> Any:
    """g^-1: entries stay quotients of polynomials in the atoms of g.

    Raises MetricError where the determinant is zero.
    """
    if determinant(g) == 0:
        raise MetricError(SINGULAR)
    return inverse(g)


def _built(n: int, rank: int, entry: Callable[..., Any], indices: tuple[int, ...]) -> Tensor:
    if len(indices) == rank:
        return entry(*indices)
    return tuple(_built(n, rank, entry, (*indices, i)) for i in range(n))


def _sorted(indices: Sequence[int]) -> bool:
    return all(a <= b for a, b in pairwise(indices))


def _listed(nested: Any) -> Any:
    return nested.tolist() if hasattr(nested, "tolist") else nested


def _has_shape(nested: Any, n: int, rank: int) -> bool:
    if rank == 0:
        return not isinstance(nested, tuple | list)
    if not isinstance(nested, tuple | list) or len(nested) != n:
        return False
    return all(_has_shape(part, n, rank - 1) for part in nested)
