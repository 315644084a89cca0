"""Evaluate a term in any arithmetic: exact, symbolic, balls, floats, and jets over each.

One small interpreter serves every route, so a statement is written once. What the
routes do not share is the arithmetic and where the numbers come from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from theorems.arithmetic import functions
from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.dual import Dual
from theorems.arithmetic.exponential import exponential
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.matrix import Mat, column, diagonal
from theorems.arithmetic.series import Series, total
from theorems.term import Term

Environment = dict[str, Any]
HALF = Fraction(1, 2)
LEAVES = frozenset({"num", "var", "pi", "eulergamma", "outcome"})  # cheaper found than remembered
REAL = 1e-5  # rounding splits a double eigenvalue by the root of 1e-16, a triple one by the cube root


class IllTypedError(TypeError):
    """The formula adds, multiplies or traces things of shapes that do not fit."""


class UndefinedSymbolError(IllTypedError):
    """A symbol stands in a formula and nowhere in its setting: most likely a slip of the claim's author."""


@dataclass(frozen=True)
class PerOutcome:
    """A random column: its value at each outcome."""

    columns: tuple[Mat, ...]


class Evaluator:
    """Evaluate terms at one instance.

    arithmetic   where the scalars live.
    environment  the value of every free symbol: scalar, Mat, named function, or law.
    n            the number of parameters of this instance.
    """

    def __init__(self, arithmetic: Any, environment: Environment, n: int) -> None:
        self.arithmetic = arithmetic
        self.environment = environment
        self.n = n
        self.tags = 0
        self.known: dict[
            int, tuple[Term, Any]
        ] = {}  # by identity; the term is kept, so that no other takes its place

    def __call__(self, term: Term) -> Any:
        """The value of a term; a subtree that occurs twice under the same bindings is evaluated once.

        Raises IllTypedError, OutsideDomainError or OutsideArithmeticError.
        """
        if term.op in LEAVES:
            return self.evaluated(term)
        found = self.known.get(id(term))
        if found is None:
            found = self.known[id(term)] = (term, self.evaluated(term))
        return found[1]

    def evaluated(self, term: Term) -> Any:
        """The value of a term, its arguments looked up first."""
        try:
            operation = OPERATIONS[term.op]
        except KeyError:
            raise IllTypedError(
                f"{term.op!r} is not a value but a relation or an unknown operator."
            ) from None
        try:
            return operation(self, term)
        except ZeroDivisionError as error:
            raise OutsideDomainError(f"division by zero in a {term.op!r} term: {error}") from error

    def binding(self, **values: Any) -> Evaluator:
        """The same evaluator with further symbols bound."""
        inner = Evaluator(self.arithmetic, {**self.environment, **values}, self.n)
        inner.tags = self.tags
        return inner

    def number(self, value: Any) -> Any:
        """An exact number in this arithmetic."""
        return self.arithmetic.number(value)

    def size(self, dim: str) -> int:
        """How long a dimension is at this instance."""
        return int(self.environment["@size"](dim, self.n)) if dim != "n" else self.n

    def variable(self, name: str) -> Any:
        """The value of a symbol; of a random one, at the outcome in force."""
        if name not in self.environment:
            raise UndefinedSymbolError(f"the symbol {name!r} is not defined; declare it in the setting.")
        value = self.environment[name]
        if isinstance(value, PerOutcome):
            if "@outcome" not in self.environment:
                raise IllTypedError(f"the random column {name!r} stands outside of any expectation.")
            outcome = self.environment["@outcome"]
            if not isinstance(outcome, int):
                raise OutsideArithmeticError("a random column has values on finite sample spaces only.")
            return value.columns[outcome]
        return value


def as_scalar(value: Any) -> Any:
    """A row times a column counts as a number."""
    if isinstance(value, Mat):
        if value.dims != ("1", "1"):
            raise IllTypedError(f"a {value.dims[0]}×{value.dims[1]} matrix stands where a scalar is needed.")
        return value.rows[0][0]
    return value


def add(ev: Evaluator, term: Term) -> Any:
    """Sum of two terms of one shape."""
    a, b = ev(term.args[0]), ev(term.args[1])
    if isinstance(a, Mat) != isinstance(b, Mat) or (isinstance(a, Mat) and a.dims != b.dims):
        raise IllTypedError("a sum of things of different shapes.")
    return a + b


def multiply(ev: Evaluator, term: Term) -> Any:
    """Product with at least one scalar factor."""
    a, b = ev(term.args[0]), ev(term.args[1])
    if isinstance(a, Mat) and isinstance(b, Mat):
        raise IllTypedError("* between two matrices; write @.")
    if isinstance(a, Mat):
        return a.map(lambda entry: entry * b)
    if isinstance(b, Mat):
        return b.map(lambda entry: a * entry)
    return a * b


def matrix_product(ev: Evaluator, term: Term) -> Any:
    """Matrix product; 1×1 by name becomes a scalar."""
    a, b = ev(term.args[0]), ev(term.args[1])
    if not (isinstance(a, Mat) and isinstance(b, Mat)) or a.dims[1] != b.dims[0]:
        raise IllTypedError("@ between things whose inner dimensions differ.")
    product = a.product(b)
    return product.rows[0][0] if product.dims == ("1", "1") else product


def divide(ev: Evaluator, term: Term) -> Any:
    """Quotient by a scalar."""
    a, b = ev(term.args[0]), as_scalar(ev(term.args[1]))
    if isinstance(a, Mat):
        return a.map(lambda entry: entry / b)
    return a / b


def negate(ev: Evaluator, term: Term) -> Any:
    """The negative."""
    return -ev(term.args[0])


def matrix(ev: Evaluator, term: Term) -> Mat:
    """The first argument as a matrix."""
    value = ev(term.args[0])
    if not isinstance(value, Mat):
        raise IllTypedError(f"{term.op} of a scalar.")
    return value


def square(ev: Evaluator, term: Term) -> Mat:
    """The first argument as a square matrix."""
    value = matrix(ev, term)
    if value.dims[0] != value.dims[1]:
        raise IllTypedError(f"{term.op} of a {value.dims[0]}×{value.dims[1]} matrix, which is not square.")
    return value


def elementary(function: Callable[[Any, Any], Any]) -> Callable[[Evaluator, Term], Any]:
    """Lift a scalar function to an operation on terms."""
    return lambda ev, term: function(ev.arithmetic, as_scalar(ev(term.args[0])))


def of_order(function: Callable[[Any, int, Any], Any]) -> Callable[[Evaluator, Term], Any]:
    """Lift a function with an order, kept as the value of its node, to an operation on terms."""
    return lambda ev, term: function(ev.arithmetic, int(term.value or 0), as_scalar(ev(term.args[0])))


def power(ev: Evaluator, term: Term) -> Any:
    """x**r for an exact exponent."""
    assert term.value is not None
    base = term.args[0]
    if base.op == "abs" and term.value > 1:
        return functions.absolute_power(ev.arithmetic, as_scalar(ev(base.args[0])), term.value)
    return functions.power(ev.arithmetic, as_scalar(ev(term.args[0])), term.value)


def norm_squared(ev: Evaluator, term: Term) -> Any:
    """The squared Euclidean norm of a column."""
    value = matrix(ev, term)
    return value.transpose().product(value).rows[0][0]


def identity(ev: Evaluator, term: Term) -> Mat:
    """The identity matrix of the dimension a term names, n if it names none."""
    dim = term.name or "n"
    span = range(ev.size(dim))
    one, zero = ev.number(1), ev.number(0)
    return Mat(tuple(tuple(one if i == j else zero for j in span) for i in span), (dim, dim))


def ones(ev: Evaluator, term: Term) -> Mat:
    """The column of ones of the dimension a term names, n if it names none."""
    dim = term.name or "n"
    return column([ev.number(1)] * ev.size(dim), dim)


def kronecker(ev: Evaluator, term: Term) -> Mat:
    """A ⊗ B."""
    a, b = ev(term.args[0]), ev(term.args[1])
    if not (isinstance(a, Mat) and isinstance(b, Mat)):
        raise IllTypedError("a Kronecker product with a scalar; write *.")
    return a.kron(b)


def hadamard(ev: Evaluator, term: Term) -> Mat:
    """a ∘ b."""
    a, b = ev(term.args[0]), ev(term.args[1])
    if not (isinstance(a, Mat) and isinstance(b, Mat)) or a.dims != b.dims:
        raise IllTypedError("a product entry by entry of things of different shapes.")
    pairs = zip(a.rows, b.rows, strict=True)
    return Mat(tuple(tuple(x * y for x, y in zip(r, s, strict=True)) for r, s in pairs), a.dims)


def entrywise_power(ev: Evaluator, term: Term) -> Mat:
    """Every entry raised to an exact exponent."""
    exponent = term.value
    assert exponent is not None
    return matrix(ev, term).map(lambda entry: functions.power(ev.arithmetic, entry, exponent))


def diagonal_of(ev: Evaluator, term: Term) -> Mat:
    """The diagonal of a square matrix as a column."""
    a = square(ev, term)
    return column([row[i] for i, row in enumerate(a.rows)], a.dims[0])


def entries_in_rows(ev: Evaluator, term: Term) -> Mat:
    """The n×n matrix with the given entries, row by row.

    Raises IllTypedError where they are not n².
    """
    if len(term.args) != ev.n**2:
        raise IllTypedError(f"{len(term.args)} entries do not make a {ev.n}×{ev.n} matrix.")
    cells = [as_scalar(ev(argument)) for argument in term.args]
    return Mat(tuple(tuple(cells[i : i + ev.n]) for i in range(0, len(cells), ev.n)), ("n", "n"))


def quantity(ev: Evaluator, term: Term) -> Any:
    """A quantity of a family: an arithmetic that measures gives it from the log-density, others as derived."""
    measured = getattr(ev.arithmetic, "quantity", None)
    if measured is not None:
        return measured(ev, term)
    from theorems.quantities.derived import value

    return value(ev, term)


def let(ev: Evaluator, term: Term) -> Any:
    """Bind a symbol to the value of the first argument inside the second."""
    return ev.binding(**{term.name: ev(term.args[0])})(term.args[1])


def call(ev: Evaluator, term: Term) -> Any:
    """Apply a named function of the setting."""
    function = ev.variable(term.name)
    return function(ev, *(ev(argument) for argument in term.args))


def directional(ev: Evaluator, body: Term, name: str, index: int | None) -> Any:
    """∂body/∂name, in the entry `index`, counted row by row, of a matrix, or in a scalar symbol."""
    ev.tags += 1
    tag = ev.tags
    one = ev.number(1)
    value = ev.variable(name)
    if index is None:
        seeded: Any = Dual(value, one, tag)
    else:
        entries = value.entries
        entries[index] = Dual(entries[index], one, tag)
        seeded = in_rows(entries, value)
    inner = ev.binding(**{name: seeded})
    inner.tags = tag
    if body.op == "logdensity" and not hasattr(ev.variable(body.args[0].name), "log_density"):
        # score = ∂p / p needs no logarithm and stays exact
        density = density_at(inner, body)
        return derivative_part(density, tag, ev) / strip(density, tag)
    result = inner(body)
    if isinstance(result, Mat):
        return result.map(lambda entry: derivative_part(entry, tag, ev))
    return derivative_part(result, tag, ev)


def derivative_part(value: Any, tag: int, ev: Evaluator) -> Any:
    """The coefficient of ε_tag."""
    if isinstance(value, Dual) and value.tag == tag:
        return value.b if not isinstance(value.b, int) else ev.number(value.b)
    return ev.number(0)


def strip(value: Any, tag: int) -> Any:
    """The value at ε_tag = 0."""
    return value.a if isinstance(value, Dual) and value.tag == tag else value


def in_rows(entries: list[Any], shape: Mat) -> Mat:
    """Entries, counted row by row, as a matrix of the shape of another."""
    width = len(shape.rows[0])
    rows = tuple(tuple(entries[i : i + width]) for i in range(0, len(entries), width))
    return Mat(rows, shape.dims)


def gradient(ev: Evaluator, term: Term) -> Mat:
    """The partial derivatives of a scalar body in the entries of the symbol `name`, in its own shape."""
    wrt = ev.variable(term.name)
    count = len(wrt.entries)
    return in_rows([as_scalar(directional(ev, term.args[0], term.name, i)) for i in range(count)], wrt)


def jacobian(ev: Evaluator, term: Term) -> Mat:
    """Partial derivatives of a column body: row = component, column = coordinate of `name`."""
    wrt = ev.variable(term.name)
    columns = [directional(ev, term.args[0], term.name, i) for i in range(len(wrt.entries))]
    rows = tuple(zip(*(c.entries for c in columns), strict=True))
    return Mat(rows, (columns[0].dims[0], wrt.dims[0]))


def largest_eigenvalue(ev: Evaluator, term: Term) -> Any:
    """λ_max of a matrix with real spectrum: (tr + √(tr² − 4 det)) / 2 at n = 2, in floats at any size.

    Raises OutsideArithmeticError at n ≥ 3 in the other arithmetics and for jets; OutsideDomainError for a
    spectrum that is not real.
    """
    a = square(ev, term)
    if len(a.rows) == 1:
        return a.rows[0][0]
    if len(a.rows) == 2:
        trace, gap = a.trace(), a.rows[0][0] - a.rows[1][1]
        spread = gap * gap + a.rows[0][1] * a.rows[1][0] * 4  # tr² − 4 det, without its cancellation
        return (trace + functions.power(ev.arithmetic, spread, HALF)) / ev.number(2)
    if not isinstance(ev.arithmetic, Floats) or any(isinstance(x, Dual | Series) for x in a.entries):
        raise OutsideArithmeticError("the eigenvalues of a matrix of size 3 and more are not available here.")
    stacked = np.stack(np.broadcast_arrays(*a.entries), axis=-1).astype(np.float64)
    found = np.linalg.eigvals(stacked.reshape(*stacked.shape[:-1], *a.size))
    if np.any(np.abs(found.imag) > REAL * np.abs(found).max(axis=-1, keepdims=True)):
        raise OutsideDomainError("a matrix whose eigenvalues are not all real has no largest one.")
    top = found.real.max(axis=-1)
    return top if ev.arithmetic.dtype is np.float64 else refined(a, top.astype(ev.arithmetic.dtype))


def refined(a: Mat, root: Any) -> Any:
    """Simple eigenvalues of a batch to the precision of its entries, by Newton's method on det(a − λ Id).

    Without it the two precisions of a measurement would share the error of one float64 algorithm.
    """
    for _ in range(2):
        moved = Dual(root, root * 0 + 1, 1)
        rows = tuple(
            tuple(x - moved if i == j else x for j, x in enumerate(row)) for i, row in enumerate(a.rows)
        )
        p = Mat(rows, a.dims).determinant()
        with np.errstate(all="ignore"):
            better = root - p.a / p.b
        root = np.where(np.abs(better - root) <= REAL * np.abs(root), better, root)  # False where 0 / 0
    return root


def divergence(ev: Evaluator, term: Term) -> Any:
    """Σ_j ∂_j of the j-th column of the body: a scalar for a column, a column for a matrix."""
    parts = [directional(ev, term.args[0], term.name, j) for j in range(ev.n)]
    if parts[0].dims[1] == "1":
        return total([part.entries[j] for j, part in enumerate(parts)])
    return column([total([part.rows[i][j] for j, part in enumerate(parts)]) for i in range(ev.n)])


def derivative(ev: Evaluator, term: Term) -> Any:
    """The derivative of a body in a scalar symbol."""
    return directional(ev, term.args[0], term.name, None)


def law_and_parameter(ev: Evaluator, term: Term) -> tuple[Any, Any]:
    """The law named by a term and the value of its parameter, if it has one."""
    law = ev.variable(term.name)
    parameter = ev(term.args[0]) if term.args else None
    return law, parameter


def expectation(ev: Evaluator, term: Term) -> Any:
    """The mean of a body under a law: the law knows how to sum or integrate in this arithmetic."""
    law, parameter = law_and_parameter(ev, term.args[0])
    return law.mean(ev, parameter, term.args[1])


def normal_mean(ev: Evaluator, term: Term) -> Any:
    """The mean of the second argument over a centred normal column with the first as covariance."""
    from theorems.normal_law import mean

    return mean(ev, term.name, ev(term.args[0]), term.args[1])


def density_at(ev: Evaluator, term: Term) -> Any:
    """The density of a law at the outcome in force."""
    law, parameter = law_and_parameter(ev, term.args[0])
    return law.density(ev, parameter, ev.variable("@outcome"))


def log_density(ev: Evaluator, term: Term) -> Any:
    """The logarithm of a law's density at the outcome in force."""
    law, parameter = law_and_parameter(ev, term.args[0])
    if hasattr(law, "log_density"):
        return law.log_density(ev, parameter, ev.variable("@outcome"))
    return functions.log(ev.arithmetic, density_at(ev, term))


def outcome(ev: Evaluator, _: Term) -> Any:
    """The outcome in force as a number: its index on a finite sample space, its value on the line."""
    value = ev.variable("@outcome")
    if isinstance(value, tuple):
        raise OutsideArithmeticError("an outcome with several components is not a number.")
    return ev.number(value) if isinstance(value, int) else value


def named(ev: Evaluator, term: Term) -> Any:
    """A definition printed under its own symbol evaluates to its body."""
    return ev(term.args[0])


OPERATIONS: dict[str, Callable[[Evaluator, Term], Any]] = {
    "num": lambda ev, term: ev.number(term.value),
    "var": lambda ev, term: ev.variable(term.name),
    "add": add,
    "neg": negate,
    "mul": multiply,
    "matmul": matrix_product,
    "div": divide,
    "transpose": lambda ev, term: matrix(ev, term).transpose(),
    "inverse": lambda ev, term: square(ev, term).inverse(),
    "trace": lambda ev, term: square(ev, term).trace(),
    "det": lambda ev, term: square(ev, term).determinant(),
    "diag": lambda ev, term: diagonal(matrix(ev, term), ev.number(0)),
    "identity": identity,
    "ones": ones,
    "entries": entries_in_rows,
    "kron": kronecker,
    "vec": lambda ev, term: matrix(ev, term).stacked(),
    "vecrows": lambda ev, term: matrix(ev, term).in_one_column(),
    "hadamard": hadamard,
    "entrywise": entrywise_power,
    "diagof": diagonal_of,
    "quantity": quantity,
    "norm2": norm_squared,
    "pow": power,
    "exp": elementary(functions.exp),
    "log": elementary(functions.log),
    "sqrt": elementary(lambda field, x: functions.power(field, x, HALF)),
    "sin": elementary(functions.sin),
    "cos": elementary(functions.cos),
    "loggamma": elementary(functions.loggamma),
    "polygamma": of_order(functions.polygamma),
    "besseli": of_order(functions.besseli),
    "pi": lambda ev, term: ev.arithmetic.pi(),
    "eulergamma": lambda ev, term: ev.arithmetic.eulergamma(),
    "abs": elementary(functions.absolute),
    "let": let,
    "call": call,
    "grad": gradient,
    "jacobian": jacobian,
    "eigmax": largest_eigenvalue,
    "divergence": divergence,
    "derivative": derivative,
    "expm": lambda ev, term: exponential(square(ev, term), ev.arithmetic),
    "normalmean": normal_mean,
    "expect": expectation,
    "density": density_at,
    "logdensity": log_density,
    "outcome": outcome,
    "named": named,
}


__all__ = ["Environment", "Evaluator", "IllTypedError", "as_scalar"]
