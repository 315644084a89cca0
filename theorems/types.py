"""Type-check a statement from its own tree: shapes, index variance, powers of time.

A shape that does not fit is an error: the trace of a column, a scalar equal to
a vector. Variance alone is not: parameter space is ℝⁿ and its Euclidean metric
may be used, so a contraction of two lower indices is noted, not refused. Units
count only where a setting says that they do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from theorems.evaluate import IllTypedError, UndefinedSymbolError
from theorems.setting import (
    Chart,
    Covector,
    Curve,
    Data,
    Kind,
    Loss,
    Matrix,
    Metric,
    Model,
    Point,
    Scalar,
    Setting,
    Small,
    Vector,
)
from theorems.term import Term

UP, DOWN, FLAT = "up", "down", "flat"  # contravariant, covariant, no index


@dataclass(frozen=True)
class Type:
    """Names of the dimensions, variance of each index, exponent of t in the unit (None: any, for 0)."""

    dims: tuple[str, str] = ("1", "1")
    variance: tuple[str, str] = (FLAT, FLAT)
    time: int | None = 0

    @property
    def is_scalar(self) -> bool:
        """Whether the value is a number."""
        return self.dims == ("1", "1")

    def __str__(self) -> str:
        if self.is_scalar:
            return "a scalar"
        if self.dims[1] == "1":
            return {UP: "a column vector", DOWN: "a column of covector components"}.get(
                self.variance[0], "a column"
            )
        if self.dims[0] == "1":
            return "a row"
        return f"a {self.dims[0]}×{self.dims[1]} matrix"


SCALAR = Type()
VECTOR = Type(("n", "1"), (UP, FLAT))
COVECTOR = Type(("n", "1"), (DOWN, FLAT))
METRIC = Type(("n", "n"), (DOWN, DOWN))
MIXED = Type(("n", "n"), (UP, DOWN))


@dataclass
class Checker:
    """Types of the symbols in force, and what was noted on the way."""

    types: dict[str, Type]
    functions: dict[str, Type]
    units: bool = False
    notes: list[str] = field(default_factory=list)
    arguments: dict[str, Type] = field(default_factory=dict)  # what each function takes, a column if not said

    def __call__(self, term: Term) -> Type:
        """The type of a value or statement.

        Raises IllTypedError naming the operation whose arguments do not fit.
        """
        if term.op not in RULES:
            raise IllTypedError(f"no typing rule for {term.op!r}.")
        return RULES[term.op](self, term)

    def binding(self, name: str, kind: Type) -> Checker:
        """The same checker with one more symbol; notes are shared."""
        return Checker({**self.types, name: kind}, self.functions, self.units, self.notes, self.arguments)

    def same(self, a: Type, b: Type, what: str) -> Type:
        """The common type of two things that are added or equated."""
        if a.dims != b.dims:
            raise IllTypedError(f"{what} joins {a} and {b}.")
        if self.units and None not in (a.time, b.time) and a.time != b.time:
            raise IllTypedError(f"{what} joins quantities of units t^{a.time} and t^{b.time}.")
        if a.variance != b.variance and not a.is_scalar:
            self.notes.append(f"{what} joins components of different variance: depends on the chart")
        return a if a.time is not None else b


def declared(kind: Kind) -> Type | None:
    """The type of a symbol of a setting; None for functions and laws."""
    match kind:
        case Scalar():
            return replace(SCALAR, time=kind.time)
        case Small():
            return SCALAR
        case Point():
            return VECTOR
        case Vector():
            return replace(VECTOR, time=kind.time)
        case Covector():
            return COVECTOR
        case Metric():
            return METRIC
        case Matrix():
            return MIXED
        case _:
            return None


def checker(setting: Setting) -> Checker:
    """A checker that knows the symbols of a setting, definitions included."""
    types = {name: found for name, kind in setting.symbols.items() if (found := declared(kind))}
    functions = {}
    for name, kind in setting.symbols.items():
        if isinstance(kind, Loss):
            functions[name] = SCALAR
        elif isinstance(kind, Chart | Curve):
            functions[name] = VECTOR
        elif isinstance(kind, Model | Data):
            functions[name] = SCALAR
    curves = {name: SCALAR for name, kind in setting.symbols.items() if isinstance(kind, Curve)}
    result = Checker(types, functions, setting.units, arguments=curves)
    for name, body in setting.where.items():
        result.types[name] = result(body)
    return result


# -- rules --------------------------------------------------------------------------------------

Rule = Callable[[Checker, Term], Type]


def power_of_time(check: Checker, a: Type, b: Type, sign: int = 1) -> int | None:
    """The exponent of t in a product or quotient."""
    if a.time is None or b.time is None:
        return None
    return a.time + sign * b.time


def variable(check: Checker, term: Term) -> Type:
    """A symbol has the type it was declared with."""
    if term.name not in check.types:
        raise UndefinedSymbolError(f"the symbol {term.name!r} is not defined.")
    return check.types[term.name]


def add(check: Checker, term: Term) -> Type:
    """Terms of a sum have one type."""
    return check.same(check(term.args[0]), check(term.args[1]), "a sum")


def multiply(check: Checker, term: Term) -> Type:
    """A product by * has a scalar factor."""
    a, b = check(term.args[0]), check(term.args[1])
    if not (a.is_scalar or b.is_scalar):
        raise IllTypedError(f"a product of {a} and {b} without contraction.")
    shape = b if a.is_scalar else a
    return replace(shape, time=power_of_time(check, a, b))


def matrix_product(check: Checker, term: Term) -> Type:
    """Inner dimensions agree; equal variance of the contracted indices is noted."""
    a, b = check(term.args[0]), check(term.args[1])
    if a.is_scalar or b.is_scalar or a.dims[1] != b.dims[0]:
        raise IllTypedError(f"a matrix product (or dot product) of {a} and {b}.")
    inner = (a.variance[1], b.variance[0])
    if inner in ((UP, UP), (DOWN, DOWN)):
        check.notes.append("a contraction of two indices of the same kind uses the Euclidean metric")
    dims = (a.dims[0], b.dims[1])
    variance = (a.variance[0], b.variance[1])
    return Type(dims, (FLAT, FLAT) if dims == ("1", "1") else variance, power_of_time(check, a, b))


def divide(check: Checker, term: Term) -> Type:
    """The divisor is a scalar."""
    a, b = check(term.args[0]), check(term.args[1])
    if not b.is_scalar:
        raise IllTypedError(f"a division by {b}.")
    return replace(a, time=power_of_time(check, a, b, -1))


def transpose(check: Checker, term: Term) -> Type:
    """Indices change places."""
    a = check(term.args[0])
    if a.is_scalar:
        raise IllTypedError("the transpose of a scalar.")
    return Type(a.dims[::-1], a.variance[::-1], a.time)


def require_square(check: Checker, term: Term, what: str) -> Type:
    """The argument of a trace, determinant or inverse."""
    a = check(term.args[0])
    if a.is_scalar or a.dims[0] != a.dims[1]:
        raise IllTypedError(f"the {what} of {a}, which is not a square matrix.")
    return a


def inverse(check: Checker, term: Term) -> Type:
    """Indices change places and variance."""
    a = require_square(check, term, "inverse")
    flip = {UP: DOWN, DOWN: UP, FLAT: FLAT}
    time = None if a.time is None else -a.time
    return Type(a.dims[::-1], (flip[a.variance[1]], flip[a.variance[0]]), time)


def trace(check: Checker, term: Term) -> Type:
    """A square matrix gives a scalar; equal variance is noted."""
    a = require_square(check, term, "trace")
    if a.variance[0] == a.variance[1]:
        check.notes.append(
            "the trace of a tensor with two indices of the same kind uses the Euclidean metric"
        )
    return Type(time=a.time)


def determinant(check: Checker, term: Term) -> Type:
    """A square matrix gives a scalar."""
    require_square(check, term, "determinant")
    return SCALAR


def diagonal(check: Checker, term: Term) -> Type:
    """A column gives a square matrix, in one chart only."""
    a = check(term.args[0])
    if a.dims[1] != "1" or a.is_scalar:
        raise IllTypedError(f"the diagonal matrix of {a}.")
    check.notes.append("a diagonal matrix made of components depends on the chart")
    return Type((a.dims[0], a.dims[0]), (a.variance[0], a.variance[0]), a.time)


def norm_squared(check: Checker, term: Term) -> Type:
    """The Euclidean norm of a column."""
    a = check(term.args[0])
    if a.is_scalar or a.dims[1] != "1":
        raise IllTypedError(f"the norm of {a}.")
    check.notes.append("‖·‖ is the Euclidean norm of ℝⁿ")
    return Type(time=None if a.time is None else 2 * a.time)


def elementary(check: Checker, term: Term) -> Type:
    """exp, log, sin, cos of a pure number."""
    a = check(term.args[0])
    if not a.is_scalar:
        raise IllTypedError(f"{term.op} of {a}.")
    if check.units and a.time:
        raise IllTypedError(f"{term.op} of a quantity of unit t^{a.time}.")
    return SCALAR


def power(check: Checker, term: Term) -> Type:
    """A power of a scalar."""
    a = check(term.args[0])
    if not a.is_scalar:
        raise IllTypedError(f"a power of {a}.")
    assert term.value is not None
    scaled = None if a.time is None else a.time * term.value
    return Type(time=int(scaled) if scaled is not None and scaled.denominator == 1 else None)


def root(check: Checker, term: Term) -> Type:
    """The square root of a scalar halves its unit."""
    a = check(term.args[0])
    if not a.is_scalar:
        raise IllTypedError(f"the square root of {a}.")
    return Type(time=a.time // 2 if a.time is not None and a.time % 2 == 0 else None)


def magnitude(check: Checker, term: Term) -> Type:
    """|x| of a scalar."""
    a = check(term.args[0])
    if not a.is_scalar:
        raise IllTypedError(f"the absolute value of {a}.")
    return a


def let(check: Checker, term: Term) -> Type:
    """The body with a symbol of the value's type."""
    return check.binding(term.name, check(term.args[0]))(term.args[1])


def call(check: Checker, term: Term) -> Type:
    """A named function applied to something of its argument's type."""
    if term.name not in check.functions:
        raise UndefinedSymbolError(f"{term.name!r} is not a function of the setting.")
    wanted = check.arguments.get(term.name, VECTOR)
    found = [check(argument) for argument in term.args]
    if len(found) != 1 or found[0].dims != wanted.dims:
        shown = " and ".join(str(one) for one in found) or "nothing"
        raise IllTypedError(f"the function {term.name!r} takes {wanted} and is given {shown}.")
    return check.functions[term.name]


def require_column(found: Type, what: str) -> None:
    """Raise unless a symbol is a column of coordinates."""
    if found.is_scalar or found.dims[1] != "1":
        raise IllTypedError(f"{what}, which is {found} and not a column; use derivative for a scalar.")


def gradient(check: Checker, term: Term) -> Type:
    """The gradient of a scalar is a column of covector components."""
    body = check(term.args[0])
    if not body.is_scalar:
        raise IllTypedError(f"the gradient of {body}.")
    require_column(variable(check, Term("var", name=term.name)), f"a gradient in {term.name}")
    return replace(COVECTOR, time=body.time)


def jacobian(check: Checker, term: Term) -> Type:
    """The Jacobian of a column."""
    body = check(term.args[0])
    if body.is_scalar or body.dims[1] != "1":
        raise IllTypedError(f"the Jacobian of {body}.")
    require_column(variable(check, Term("var", name=term.name)), f"a Jacobian in {term.name}")
    return Type((body.dims[0], "n"), (body.variance[0], DOWN), body.time)


def derivative(check: Checker, term: Term) -> Type:
    """The derivative of anything in a scalar symbol."""
    body, by = check(term.args[0]), variable(check, Term("var", name=term.name))
    if not by.is_scalar:
        raise IllTypedError(f"d/d{term.name} with {term.name} {by}.")
    return replace(body, time=power_of_time(check, body, by, -1))


def law(check: Checker, term: Term) -> Type:
    """A law is well formed when its parameter is."""
    for argument in term.args:
        if check(argument).is_scalar:
            raise IllTypedError(f"the law {term.name!r} has a scalar where its parameter column stands.")
    if term.name not in check.functions:
        raise UndefinedSymbolError(f"the law {term.name!r} is not part of the setting.")
    return SCALAR


def expectation(check: Checker, term: Term) -> Type:
    """The mean has the type of the body."""
    check(term.args[0])
    return check.binding("@outcome", SCALAR)(term.args[1])


def of_law(check: Checker, term: Term) -> Type:
    """A density is a scalar, and needs an outcome in force."""
    if "@outcome" not in check.types:
        raise IllTypedError("a density stands outside of any expectation: the outcome x is not defined.")
    check(term.args[0])
    return SCALAR


def relation(what: str) -> Rule:
    """A relation between two things of one type."""

    def rule(check: Checker, term: Term) -> Type:
        check.same(check(term.args[0]), check(term.args[1]), what)
        return SCALAR

    return rule


def inequality(check: Checker, term: Term) -> Type:
    """Only scalars are ordered."""
    a, b = check(term.args[0]), check(term.args[1])
    if not (a.is_scalar and b.is_scalar):
        raise IllTypedError(f"an inequality between {a} and {b}.")
    return check.same(a, b, "an inequality")


def definite(check: Checker, term: Term) -> Type:
    """Definiteness is asked of a square matrix."""
    require_square(check, term, "definiteness")
    return SCALAR


def asymptotic(check: Checker, term: Term) -> Type:
    """O(h^k) of a scalar, or of every entry of a column, in a small scalar."""
    a = check.binding(term.name, SCALAR)(term.args[0])
    if a.dims[1] != "1":
        raise IllTypedError(f"O(·) of {a}; compare a norm or a column.")
    return SCALAR


def optimum(check: Checker, term: Term) -> Type:
    """A scalar objective in a variable of the candidate's type."""
    candidate, *bodies = term.args
    kind = check(candidate)
    require_column(kind, "an optimisation over a candidate")
    for body in bodies:
        found = check.binding(term.name, kind)(body)
        if not found.is_scalar:
            raise IllTypedError(f"the objective or constraint of an optimisation is {found}, not a scalar.")
    return SCALAR


def connective(check: Checker, term: Term) -> Type:
    """Each part is well typed."""
    for part in term.args:
        check(part)
    return SCALAR


RULES: dict[str, Rule] = {
    "num": lambda check, term: Type(time=None if term.value == 0 else 0),
    "var": variable,
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
    "identity": lambda check, term: MIXED,
    "ones": lambda check, term: Type(("n", "1"), (UP, FLAT)),
    "norm2": norm_squared,
    "pow": power,
    "sqrt": root,
    "exp": elementary,
    "log": elementary,
    "sin": elementary,
    "cos": elementary,
    "abs": magnitude,
    "let": let,
    "call": call,
    "grad": gradient,
    "jacobian": jacobian,
    "derivative": derivative,
    "law": law,
    "expect": expectation,
    "density": of_law,
    "logdensity": of_law,
    "outcome": lambda check, term: SCALAR,
    "named": lambda check, term: check(term.args[0]),
    "eq": relation("an equation"),
    "ge": inequality,
    "gt": inequality,
    "pd": definite,
    "psd": definite,
    "bigo": asymptotic,
    "littleo": asymptotic,
    "argmin": optimum,
    "argmax": optimum,
    "argmin!": optimum,
    "implies": connective,
    "and": connective,
}
