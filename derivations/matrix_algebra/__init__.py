"""A free algebra of matrices, for identities that hold at every size.

>>> from derivations.matrix_algebra import equal, inverse, matrix, vector
>>> F, J = matrix("F", "n", "n", symmetric=True, invertible=True), matrix("J", "n", "n", invertible=True)
>>> w = vector("w", "n")
>>> equal((J @ w).T @ F @ (J @ w), w.T @ (J.T @ F @ J) @ w)
True
>>> equal(inverse(J.T @ F @ J), inverse(J) @ inverse(F) @ inverse(J.T))
True
>>> equal(J @ F, F @ J)  # not decided: the normal forms differ
False

`equal` answering True is a proof for all sizes and all values for which both sides exist.
`equal` answering False proves nothing.
"""

from __future__ import annotations

from derivations.matrix_algebra.expression import Expression as Expression
from derivations.matrix_algebra.expression import NotReducedError as NotReducedError
from derivations.matrix_algebra.expression import ShapeError as ShapeError
from derivations.matrix_algebra.expression import identity as identity
from derivations.matrix_algebra.expression import number as number
from derivations.matrix_algebra.expression import power as power
from derivations.matrix_algebra.expression import zero as zero
from derivations.matrix_algebra.letters import Atom, AtomLetter, Dim, ScalarAtom, Terms
from derivations.matrix_algebra.means import expectation as expectation
from derivations.matrix_algebra.powers import ONE, scalar_power
from derivations.matrix_algebra.powers import determinant as determinant
from derivations.matrix_algebra.powers import inverse as inverse
from derivations.matrix_algebra.powers import trace as trace
from derivations.matrix_algebra.rewriting import rewrite as rewrite
from derivations.matrix_algebra.rewriting import substitute as substitute


def matrix(
    name: str,
    rows: Dim,
    cols: Dim,
    *,
    symmetric: bool = False,
    invertible: bool = False,
    random: bool = False,
) -> Expression:
    """A matrix of which only shape and flags are known.

    rows, cols  integers, or names of sizes such as "n".

    Raises ShapeError for a symmetric or invertible matrix that is not square.
    """
    if (symmetric or invertible) and rows != cols:
        raise ShapeError(f"{name} is {rows} x {cols}: only a square matrix is symmetric or invertible.")
    letter = AtomLetter(Atom(name, rows, cols, symmetric, invertible, random))
    return _single(letter)


def _single(letter: AtomLetter) -> Expression:
    from derivations.matrix_algebra.expression import collect

    return collect(letter.rows, letter.cols, [((), (letter,), ONE)])


def vector(name: str, size: Dim, *, random: bool = False) -> Expression:
    """A column of that size; its transpose `.T` is the row."""
    return matrix(name, size, 1, random=random)


def scalar(name: str, *, positive: bool = False, random: bool = False) -> Expression:
    """A commuting scalar; a positive one leaves roots."""
    return Expression(1, 1, (((((ScalarAtom(name, positive, random), ONE),), ()), ONE),))


def sqrt(expression: Expression) -> Expression:
    """The nonnegative root of a nonnegative scalar.

    Raises ShapeError for anything that is not 1 x 1.
    """
    if not expression.is_scalar:
        raise ShapeError(f"The root of ({expression}), which is {expression.rows} x {expression.cols}.")
    return scalar_power(expression, ONE / 2)


def normal_form(expression: Expression) -> Terms:
    """The normal form: sorted pairs ((scalars, word), coefficient), hashable and comparable."""
    return expression.terms


def equal(left: Expression, right: Expression) -> bool:
    """Whether the normal forms are identical: True is a proof for all sizes, False decides nothing.

    Raises ShapeError where the shapes differ, since then there is no equation.
    """
    if left.shape != right.shape:
        raise ShapeError(
            f"({left}) is {left.rows} x {left.cols} and ({right}) is {right.rows} x {right.cols}: "
            "they can be neither equal nor different."
        )
    return not (left - right).terms
