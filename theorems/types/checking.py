"""The checker: the types of the symbols in force, and which rule an operator has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from theorems.evaluate import IllTypedError
from theorems.setting import (
    Chart,
    Covariance,
    Covector,
    Curve,
    Data,
    Kind,
    Loss,
    Matrix,
    Metric,
    MetricField,
    Model,
    Point,
    RandomColumn,
    Rectangle,
    Scalar,
    Schedule,
    Setting,
    Small,
    Vector,
)
from theorems.term import Term
from theorems.types import algebra, calculus, families, probability, statements
from theorems.types.kinds import COVECTOR, METRIC, MIXED, SCALAR, VECTOR, Type, indices, known


@dataclass
class Checker:
    """Types of the symbols in force, and what was noted on the way."""

    types: dict[str, Type]
    functions: dict[str, Type]
    units: bool = False
    notes: list[str] = field(default_factory=list)
    arguments: dict[str, Type] = field(default_factory=dict)  # what each function takes, a column if not said
    sizes: tuple[int, ...] = ()  # the numbers of parameters of the setting

    def __call__(self, term: Term) -> Type:
        """The type of a value or statement.

        Raises IllTypedError naming the operation whose arguments do not fit.
        """
        if term.op not in RULES:
            raise IllTypedError(f"no typing rule for {term.op!r}.")
        return RULES[term.op](self, term)

    def binding(self, name: str, kind: Type) -> Checker:
        """The same checker with one more symbol; notes are shared."""
        types = {**self.types, name: kind}
        return Checker(types, self.functions, self.units, self.notes, self.arguments, self.sizes)

    def same(self, a: Type, b: Type, what: str) -> Type:
        """The common type of two things that are added or equated."""
        if a.dims != b.dims:
            raise IllTypedError(f"{what} joins {a} and {b}.")
        if self.units and None not in (a.time, b.time) and a.time != b.time:
            raise IllTypedError(f"{what} joins quantities of units t^{a.time} and t^{b.time}.")
        if self.units and None not in (a.length, b.length) and a.length != b.length:
            raise IllTypedError(f"{what} joins quantities of units [θ]^{a.length} and [θ]^{b.length}.")
        if self.units and a.variance != b.variance and not a.is_scalar:
            raise IllTypedError(f"{what} joins tensors of types {indices(a)} and {indices(b)}.")
        if a.variance != b.variance and not a.is_scalar:
            self.notes.append(f"{what} joins components of different variance: depends on the chart")
        return replace(a, time=known(a.time, b.time), length=known(a.length, b.length))


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
        case Rectangle():
            return Type((kind.rows, kind.columns))
        case Covariance():
            return Type((kind.dim, kind.dim))
        case RandomColumn():
            return Type((kind.dim, "1"))
        case _:
            return None


def checker(setting: Setting) -> Checker:
    """A checker that knows the symbols of a setting, definitions included."""
    types = {name: found for name, kind in setting.symbols.items() if (found := declared(kind))}
    functions = {}
    for name, kind in setting.symbols.items():
        if isinstance(kind, Loss | Schedule):
            functions[name] = SCALAR
        elif isinstance(kind, MetricField):
            functions[name] = METRIC
        elif isinstance(kind, Chart | Curve):
            functions[name] = VECTOR
        elif isinstance(kind, Model | Data):
            functions[name] = SCALAR
    curves = {name: SCALAR for name, kind in setting.symbols.items() if isinstance(kind, Curve | Schedule)}
    result = Checker(types, functions, setting.units, arguments=curves, sizes=setting.sizes)
    for name, body in setting.where.items():
        result.types[name] = result(body)
    return result


RULES: dict[str, Callable[[Checker, Term], Type]] = {
    **algebra.RULES,
    **calculus.RULES,
    **probability.RULES,
    **statements.RULES,
    **families.RULES,
}
