"""Small matrices over any scalars, with the names of their dimensions.

Dimensions are names ("n", "1", "m"), not numbers: a 1×1 metric at n = 1 is
still an n×n matrix, so the type of a formula does not change with the size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from theorems.arithmetic.series import total


@dataclass(frozen=True)
class Mat:
    """Rows of scalars and the names of the two dimensions."""

    rows: tuple[tuple[Any, ...], ...]
    dims: tuple[str, str]

    @property
    def size(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return len(self.rows), len(self.rows[0])

    @property
    def entries(self) -> list[Any]:
        """All entries, row by row."""
        return [entry for row in self.rows for entry in row]

    def map(self, change: Callable[[Any], Any]) -> Mat:
        """Apply a function to each entry."""
        return Mat(tuple(tuple(change(entry) for entry in row) for row in self.rows), self.dims)

    def __add__(self, other: Mat) -> Mat:
        pairs = zip(self.rows, other.rows, strict=True)
        return Mat(tuple(tuple(a + b for a, b in zip(r, s, strict=True)) for r, s in pairs), self.dims)

    def __neg__(self) -> Mat:
        return self.map(lambda entry: -entry)

    def transpose(self) -> Mat:
        """Rows become columns."""
        return Mat(tuple(zip(*self.rows, strict=True)), (self.dims[1], self.dims[0]))

    def product(self, other: Mat) -> Mat:
        """The matrix product."""
        columns = list(zip(*other.rows, strict=True))
        rows = (
            tuple(total([a * b for a, b in zip(row, column, strict=True)]) for column in columns)
            for row in self.rows
        )
        return Mat(tuple(rows), (self.dims[0], other.dims[1]))

    def kron(self, other: Mat) -> Mat:
        """The Kronecker product: the blocks a_ij · other."""
        rows = tuple(tuple(a * b for a in row for b in beside) for row in self.rows for beside in other.rows)
        first, second = zip(self.dims, other.dims, strict=True)
        return Mat(rows, (product_of_dims(*first), product_of_dims(*second)))

    def stacked(self) -> Mat:
        """The columns one below the other."""
        return self.transpose().in_one_column()

    def in_one_column(self) -> Mat:
        """The rows one after the other, as a column."""
        return Mat(tuple((entry,) for entry in self.entries), (product_of_dims(*self.dims), "1"))

    def trace(self) -> Any:
        """The sum of the diagonal."""
        return total([self.rows[i][i] for i in range(len(self.rows))])

    def minor(self, i: int, j: int) -> Mat:
        """The matrix without row i and column j."""
        kept = (row[:j] + row[j + 1 :] for k, row in enumerate(self.rows) if k != i)
        return Mat(tuple(kept), self.dims)

    def determinant(self) -> Any:
        """Laplace expansion along the first row: exact, without pivots, meant for n ≤ 4."""
        if len(self.rows) == 1:
            return self.rows[0][0]
        terms = []
        for j, entry in enumerate(self.rows[0]):
            cofactor = self.minor(0, j).determinant()
            terms.append(entry * cofactor if j % 2 == 0 else -(entry * cofactor))
        return total(terms)

    def inverse(self) -> Mat:
        """Adjugate over determinant, which needs no pivot and so works on symbols and batches."""
        determinant = self.determinant()
        n = len(self.rows)
        if n == 1:
            return Mat(((1 / determinant,),), (self.dims[1], self.dims[0]))

        def entry(i: int, j: int) -> Any:
            cofactor = self.minor(j, i).determinant()
            return (cofactor if (i + j) % 2 == 0 else -cofactor) / determinant

        rows = tuple(tuple(entry(i, j) for j in range(n)) for i in range(n))
        return Mat(rows, (self.dims[1], self.dims[0]))


def product_of_dims(a: str, b: str) -> str:
    """The name of a dimension of a Kronecker product: the factors' names in alphabetic order, "1" left out."""
    return "*".join(sorted(part for part in (*a.split("*"), *b.split("*")) if part != "1")) or "1"


def column(entries: list[Any], dim: str = "n") -> Mat:
    """A column vector."""
    return Mat(tuple((entry,) for entry in entries), (dim, "1"))


def diagonal(vector: Mat, zero: Any) -> Mat:
    """The square matrix with a vector on its diagonal."""
    entries = vector.entries
    rows = tuple(tuple(e if i == j else zero for j in range(len(entries))) for i, e in enumerate(entries))
    return Mat(rows, (vector.dims[0], vector.dims[0]))
