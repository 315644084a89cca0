"""Typing rules of the operations on numbers, columns and matrices."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from theorems.arithmetic.matrix import product_of_dims
from theorems.evaluate import IllTypedError
from theorems.term import Term
from theorems.types.kinds import (
    DOWN,
    EUCLIDEAN,
    FLAT,
    FLIP,
    MIXED,
    SCALAR,
    UP,
    Type,
    contracted,
    power_of_length,
    power_of_time,
    scaled,
)

if TYPE_CHECKING:
    from theorems.types.checking import Checker


def add(check: Checker, term: Term) -> Type:
    """Terms of a sum have one type."""
    return check.same(check(term.args[0]), check(term.args[1]), "a sum")


def multiply(check: Checker, term: Term) -> Type:
    """A product by * has a scalar factor."""
    a, b = check(term.args[0]), check(term.args[1])
    if not (a.is_scalar or b.is_scalar):
        raise IllTypedError(f"a product of {a} and {b} without contraction.")
    shape = b if a.is_scalar else a
    return replace(shape, time=power_of_time(a, b), length=power_of_length(a, b))


def matrix_product(check: Checker, term: Term) -> Type:
    """Inner dimensions agree; equal variance of the contracted indices is noted."""
    a, b = check(term.args[0]), check(term.args[1])
    if a.is_scalar or b.is_scalar or a.dims[1] != b.dims[0]:
        raise IllTypedError(f"a matrix product (or dot product) of {a} and {b}.")
    inner = (a.variance[1], b.variance[0])
    if inner in ((UP, UP), (DOWN, DOWN)):
        check.notes.append("a contraction of two indices of the same kind uses the Euclidean metric")
    length = power_of_length(a, b)
    if length is not None and inner[0] == inner[1]:
        length += EUCLIDEAN.get(inner[0], 0)
    dims = (a.dims[0], b.dims[1])
    variance = (a.variance[0], b.variance[1])
    return Type(dims, (FLAT, FLAT) if dims == ("1", "1") else variance, power_of_time(a, b), length)


def divide(check: Checker, term: Term) -> Type:
    """The divisor is a scalar."""
    a, b = check(term.args[0]), check(term.args[1])
    if not b.is_scalar:
        raise IllTypedError(f"a division by {b}.")
    return replace(a, time=power_of_time(a, b, -1), length=power_of_length(a, b, -1))


def transpose(check: Checker, term: Term) -> Type:
    """Indices change places."""
    a = check(term.args[0])
    if a.is_scalar:
        raise IllTypedError("the transpose of a scalar.")
    return Type(a.dims[::-1], a.variance[::-1], a.time, a.length)


def require_square(check: Checker, term: Term, what: str) -> Type:
    """The argument of a trace, determinant or inverse."""
    a = check(term.args[0])
    if a.is_scalar or a.dims[0] != a.dims[1]:
        raise IllTypedError(f"the {what} of {a}, which is not a square matrix.")
    return a


def inverse(check: Checker, term: Term) -> Type:
    """Indices change places and variance."""
    a = require_square(check, term, "inverse")
    time = None if a.time is None else -a.time
    length = None if a.length is None else -a.length
    return Type(a.dims[::-1], (FLIP[a.variance[1]], FLIP[a.variance[0]]), time, length)


def trace(check: Checker, term: Term) -> Type:
    """A square matrix gives a scalar; equal variance is noted."""
    a = require_square(check, term, "trace")
    if a.variance[0] == a.variance[1]:
        check.notes.append(
            "the trace of a tensor with two indices of the same kind uses the Euclidean metric"
        )
    return Type(time=a.time, length=contracted(a))


def largest_eigenvalue(check: Checker, term: Term) -> Type:
    """An eigenvalue of a square matrix; of a tensor with equal variance, relative to the Euclidean metric."""
    a = require_square(check, term, "largest eigenvalue")
    if a.variance[0] == a.variance[1]:
        check.notes.append("an eigenvalue of a tensor with two indices of the same kind depends on the chart")
    return Type(time=a.time, length=contracted(a))


def determinant(check: Checker, term: Term) -> Type:
    """A square matrix gives a scalar; its unit depends on the number of parameters."""
    a = require_square(check, term, "determinant")
    pure = a.variance[0] != a.variance[1] and a.length == 0
    return Type(time=0 if a.time == 0 else None, length=0 if pure else None)


def diagonal(check: Checker, term: Term) -> Type:
    """A column gives a square matrix, in one chart only."""
    a = check(term.args[0])
    if a.dims[1] != "1" or a.is_scalar:
        raise IllTypedError(f"the diagonal matrix of {a}.")
    check.notes.append("a diagonal matrix made of components depends on the chart")
    return Type((a.dims[0], a.dims[0]), (a.variance[0], a.variance[0]), a.time, a.length)


def norm_squared(check: Checker, term: Term) -> Type:
    """The Euclidean norm of a column."""
    a = check(term.args[0])
    if a.is_scalar or a.dims[1] != "1":
        raise IllTypedError(f"the norm of {a}.")
    check.notes.append("‖·‖ is the Euclidean norm of ℝⁿ")
    length = None if a.length is None else 2 * a.length + EUCLIDEAN.get(a.variance[0], 0)
    return Type(time=None if a.time is None else 2 * a.time, length=length)


def elementary(check: Checker, term: Term) -> Type:
    """exp, log, sin, cos of a pure number."""
    a = check(term.args[0])
    if not a.is_scalar:
        raise IllTypedError(f"{term.op} of {a}.")
    if check.units and a.time:
        raise IllTypedError(f"{term.op} of a quantity of unit t^{a.time}.")
    if check.units and a.length:
        raise IllTypedError(f"{term.op} of a quantity of unit [θ]^{a.length}.")
    return SCALAR


def power(check: Checker, term: Term) -> Type:
    """A power of a scalar."""
    a = check(term.args[0])
    if not a.is_scalar:
        raise IllTypedError(f"a power of {a}.")
    assert term.value is not None
    return Type(time=scaled(a.time, term.value), length=scaled(a.length, term.value))


def root(check: Checker, term: Term) -> Type:
    """The square root of a scalar halves its unit."""
    a = check(term.args[0])
    if not a.is_scalar:
        raise IllTypedError(f"the square root of {a}.")
    return Type(time=scaled(a.time, Fraction(1, 2)), length=scaled(a.length, Fraction(1, 2)))


def magnitude(check: Checker, term: Term) -> Type:
    """|x| of a scalar."""
    a = check(term.args[0])
    if not a.is_scalar:
        raise IllTypedError(f"the absolute value of {a}.")
    return a


def matrix_type(check: Checker, term: Term, what: str) -> Type:
    """The type of an argument that must be a matrix or column."""
    a = check(term)
    if a.is_scalar:
        raise IllTypedError(f"{what} of a scalar.")
    return a


def kronecker(check: Checker, term: Term) -> Type:
    """Dimensions multiply; what variance the product has is not kept."""
    a, b = (matrix_type(check, argument, "the Kronecker product") for argument in term.args)
    dims = (product_of_dims(a.dims[0], b.dims[0]), product_of_dims(a.dims[1], b.dims[1]))
    return Type(dims, (FLAT, FLAT), power_of_time(a, b), None)


def stacked(check: Checker, term: Term) -> Type:
    """A matrix as one column."""
    a = matrix_type(check, term.args[0], "the vec")
    return Type((product_of_dims(*a.dims), "1"), (FLAT, FLAT), a.time, None)


def hadamard(check: Checker, term: Term) -> Type:
    """Two things of one shape, entry by entry: in one chart only."""
    a, b = (matrix_type(check, argument, "the product entry by entry") for argument in term.args)
    if a.dims != b.dims:
        raise IllTypedError(f"a product entry by entry of {a} and {b}.")
    check.notes.append("a product entry by entry depends on the chart")
    return Type(a.dims, a.variance, power_of_time(a, b), None)


def entrywise_power(check: Checker, term: Term) -> Type:
    """Powers of entries keep the shape."""
    a = matrix_type(check, term.args[0], "the power entry by entry")
    check.notes.append("a power entry by entry depends on the chart")
    assert term.value is not None
    return Type(a.dims, a.variance, scaled(a.time, term.value), None)


def diagonal_of(check: Checker, term: Term) -> Type:
    """The diagonal of a square matrix as a column."""
    a = require_square(check, term, "diagonal")
    check.notes.append("the diagonal of a matrix depends on the chart")
    return Type((a.dims[0], "1"), (a.variance[0], FLAT), a.time, None)


def identity(check: Checker, term: Term) -> Type:
    """The identity matrix of n dimensions as a mixed tensor, of another dimension without variance."""
    return Type((term.name, term.name), (FLAT, FLAT)) if term.name else MIXED


def ones(check: Checker, term: Term) -> Type:
    """The column of ones."""
    return Type((term.name, "1"), (FLAT, FLAT)) if term.name else Type(("n", "1"), (UP, FLAT))


RULES = {
    "num": lambda check, term: Type(time=None, length=None) if term.value == 0 else SCALAR,
    "add": add,
    "neg": lambda check, term: check(term.args[0]),
    "mul": multiply,
    "matmul": matrix_product,
    "div": divide,
    "transpose": transpose,
    "inverse": inverse,
    "trace": trace,
    "det": determinant,
    "diag": diagonal,
    "pi": lambda check, term: SCALAR,
    "loggamma": elementary,
    "identity": identity,
    "ones": ones,
    "kron": kronecker,
    "vec": stacked,
    "vecrows": stacked,
    "hadamard": hadamard,
    "entrywise": entrywise_power,
    "diagof": diagonal_of,
    "norm2": norm_squared,
    "pow": power,
    "sqrt": root,
    "exp": elementary,
    "log": elementary,
    "sin": elementary,
    "cos": elementary,
    "abs": magnitude,
    "eigmax": largest_eigenvalue,
}
