"""Words for matrices of several dimensions: Kronecker products, stacking, entry by entry.

    vec(A)       the columns of A one below the other, so that vec(G X Aᵀ) = (A ⊗ G) vec(X).
    vec_rows(A)  the rows of A one after the other as a column: vec_rows(G X Aᵀ) = (G ⊗ A) vec_rows(X).

Dimensions are compared by name; that of a Kronecker product is named by its factors in alphabetic order, so
that A ⊗ G and G ⊗ A act on columns of one length, and which of the two is right is a matter of value.

Source  Magnus and Neudecker, Matrix Differential Calculus (2019), ch. 2.
"""

from __future__ import annotations

from fractions import Fraction

from theorems.term import Number, Term


def kron(a: Term, b: Term) -> Term:
    """A ⊗ B: the blocks a_ij B."""
    return Term("kron", (a, b))


def vec(a: Term) -> Term:
    """The columns of a matrix one below the other."""
    return Term("vec", (a,))


def vec_rows(a: Term) -> Term:
    """The rows of a matrix one after the other, as a column."""
    return Term("vecrows", (a,))


def identity_of(dim: str) -> Term:
    """The identity matrix of a named dimension."""
    return Term("identity", name=dim)


def ones_of(dim: str) -> Term:
    """The column of ones of a named dimension."""
    return Term("ones", name=dim)


def hadamard(a: Term, b: Term) -> Term:
    """a ∘ b, the product entry by entry of two matrices of one shape."""
    return Term("hadamard", (a, b))


def entrywise_power(a: Term, exponent: Number) -> Term:
    """Every entry of a matrix raised to an exact exponent."""
    return Term("entrywise", (a,), value=Fraction(exponent))


def diagonal_of(a: Term) -> Term:
    """The diagonal of a square matrix as a column."""
    return Term("diagof", (a,))
