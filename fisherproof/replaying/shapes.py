"""Kronecker products, stacked matrices and operations entry by entry, for replay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flint

if TYPE_CHECKING:
    from fisherproof.replaying.interpreter import Interpreter, Table

Node = list[Any]


def joined(*dims: str) -> str:
    """The name of a product of dimensions."""
    return "*".join(sorted(part for dim in dims for part in dim.split("*") if part != "1")) or "1"


def two_tables(run: Interpreter, node: Node) -> tuple[Table, Table]:
    """Both arguments, which must be matrices."""
    from fisherproof.replaying.interpreter import table

    return table(run(node[3])), table(run(node[4]))


def one_table(run: Interpreter, node: Node) -> Table:
    """The argument, which must be a matrix."""
    from fisherproof.replaying.interpreter import table

    return table(run(node[3]))


def kronecker(run: Interpreter, node: Node) -> Table:
    """The entry (i p + k, j q + l) of A ⊗ B is a_ij b_kl, for B of p rows and q columns."""
    a, b = two_tables(run, node)
    p, q = len(b.rows), len(b.rows[0])
    height, width = len(a.rows) * p, len(a.rows[0]) * q
    rows = [[a.rows[r // p][s // q] * b.rows[r % p][s % q] for s in range(width)] for r in range(height)]
    return type(a)(rows, (joined(a.dims[0], b.dims[0]), joined(a.dims[1], b.dims[1])))


def stacked(run: Interpreter, node: Node) -> Table:
    """The entries of a matrix as one column: column by column, or row by row."""
    a = one_table(run, node)
    by_rows = node[0] == "vecrows"
    entries = a.entries if by_rows else [row[j] for j in range(len(a.rows[0])) for row in a.rows]
    return type(a)([[entry] for entry in entries], (joined(*a.dims), "1"))


def hadamard(run: Interpreter, node: Node) -> Table:
    """The product entry by entry."""
    from fisherproof.replaying.interpreter import UnreadableError

    a, b = two_tables(run, node)
    if a.dims != b.dims:
        raise UnreadableError("a product entry by entry of matrices of two shapes.")
    pairs = zip(a.rows, b.rows, strict=True)
    return type(a)([[x * y for x, y in zip(r, s, strict=True)] for r, s in pairs], a.dims)


def entrywise_power(run: Interpreter, node: Node) -> Table:
    """Each entry to an exact power."""
    from fisherproof.replaying import jets
    from fisherproof.replaying.interpreter import fraction

    exponent = flint.fmpq(*fraction(node[2]))
    return one_table(run, node).each(lambda x: jets.power(x, exponent, analytic=run.analytic))


def diagonal_of(run: Interpreter, node: Node) -> Table:
    """The diagonal of a square matrix as a column."""
    from fisherproof.replaying.interpreter import UnreadableError

    a = one_table(run, node)
    if a.dims[0] != a.dims[1]:
        raise UnreadableError("the diagonal of a matrix that is not square.")
    return type(a)([[row[i]] for i, row in enumerate(a.rows)], (a.dims[0], "1"))


RULES = {
    "kron": kronecker,
    "vec": stacked,
    "vecrows": stacked,
    "hadamard": hadamard,
    "entrywise": entrywise_power,
    "diagof": diagonal_of,
}
