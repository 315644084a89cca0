"""What a reading quantifies over: each symbol with the kind of thing it stands for.

Every statement is understood as "for all values of these symbols". The points
at which it is checked, the assumptions under which it is proved and the lines
printed in the report all come from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod

from theorems.term import Term


@dataclass(frozen=True)
class Scalar:
    """A real number; `positive` for one that is > 0, `time` for the exponent of t in its unit.

    natural  one of 1, 2, 3, ...; it is positive too.
    """

    positive: bool = False
    says: str = ""
    time: int = 0
    natural: bool = False

    def __post_init__(self) -> None:
        if self.natural:
            object.__setattr__(self, "positive", True)


@dataclass(frozen=True)
class Small:
    """The scalar h > 0 that an asymptotic statement lets fall to zero."""

    says: str = "small step, h ↓ 0"


@dataclass(frozen=True)
class Point:
    """Coordinates of a point of parameter space, a column of n numbers."""

    says: str = "a point of parameter space"


@dataclass(frozen=True)
class Vector:
    """A tangent vector, a column of n numbers (contravariant)."""

    says: str = "a tangent vector"
    time: int = 0


@dataclass(frozen=True)
class Covector:
    """A cotangent vector such as a gradient, printed as a column (covariant)."""

    says: str = "a covector"


@dataclass(frozen=True)
class Metric:
    """A symmetric positive definite n×n matrix, covariant in both indices."""

    says: str = "a symmetric positive definite matrix"


@dataclass(frozen=True)
class Matrix:
    """An invertible n×n matrix without further structure."""

    says: str = "an invertible matrix"


@dataclass(frozen=True)
class Loss:
    """A smooth scalar function of a point; `at` names the point it is looked at.

    critical  its gradient vanishes there.
    """

    at: str
    critical: bool = False
    says: str = "a smooth function"


@dataclass(frozen=True)
class MetricField:
    """A smooth metric: a symmetric matrix that depends on the point, positive definite at `at`."""

    at: str
    says: str = "a smooth Riemannian metric"


@dataclass(frozen=True)
class Schedule:
    """A smooth positive scalar that depends on another scalar, such as a temperature on the time `at`."""

    at: str
    says: str = "a smooth positive function of time"


@dataclass(frozen=True)
class Chart:
    """A smooth change of coordinates with invertible Jacobian: `value` = chart(`at`).

    affine  restrict to affine maps.
    """

    at: str
    value: str
    affine: bool = False
    says: str = "a smooth change of coordinates, invertible with its inverse"


@dataclass(frozen=True)
class Curve:
    """A smooth curve in parameter space with `through` = curve(`at`)."""

    at: str
    through: str
    says: str = "a smooth curve"


@dataclass(frozen=True)
class FiniteModel:
    """One particular model on a finite sample space: its probabilities as terms in the parameter.

    name           what the report calls it.
    parameter      the symbols of the coordinates, one per dimension.
    probabilities  one term per outcome; they add up to 1.
    at             the parameter value looked at, exact.
    """

    name: str
    parameter: tuple[Term, ...]
    probabilities: tuple[Term, ...]
    at: tuple[Fraction, ...]


@dataclass(frozen=True)
class IntervalModel:
    """One particular model with a density on a bounded interval.

    density  a term in the parameter and in `outcome`.
    ends     the two ends as terms in the parameter.
    at       the parameter value looked at, exact.
    """

    name: str
    parameter: tuple[Term, ...]
    density: Term
    ends: tuple[Term, Term]
    at: tuple[Fraction, ...]


@dataclass(frozen=True)
class Model:
    """Every smooth model with common support, looked at in the point `at`; and any listed edge cases.

    Smooth: on a finite sample space each probability is positive and has all
    derivatives. `edges` adds particular models outside that class, for
    statements that claim more. `families` of the zoo, with continuous and
    countable data, are measured by quadrature beside the finite models.
    """

    at: str
    edges: tuple[FiniteModel | IntervalModel, ...] = ()
    families: tuple[str, ...] = ("bernoulli", "poisson", "exponential", "curved", "normal")
    outcomes: int = 3
    says: str = "a smooth model with common support"


@dataclass(frozen=True)
class Data:
    """A law of the data on the sample space of the model, unrelated to the model."""

    outcomes: int = 3
    says: str = "the law of the data"


@dataclass(frozen=True)
class Rectangle:
    """A matrix of real numbers with named dimensions: "1", "n", or one of the setting's `dims`.

    A column of another dimension than n is Rectangle("m", "1").
    """

    rows: str = "n"
    columns: str = "n"
    says: str = "a real matrix"


@dataclass(frozen=True)
class Covariance:
    """A symmetric positive definite matrix of a named dimension, without variance of indices."""

    dim: str = "n"
    says: str = "a symmetric positive definite matrix"


@dataclass(frozen=True)
class RandomColumn:
    """A column of real numbers for each outcome of the law of the data `law`, unrelated to any parameter.

    dim  the name of its dimension.
    """

    law: str
    dim: str = "n"
    says: str = "a random column"


Kind = (
    Scalar
    | Small
    | Point
    | Vector
    | Covector
    | Metric
    | Matrix
    | Loss
    | MetricField
    | Schedule
    | Chart
    | Curve
    | Model
    | Data
    | Rectangle
    | Covariance
    | RandomColumn
)


@dataclass(frozen=True)
class Setting:
    """The symbols of a statement, the definitions among them, and the conditions they meet.

    symbols  name → kind, in the order in which values are chosen.
    where    name → term: symbols that are defined by others, such as θ̇ = J η̇.
    given    statements that restrict the instances (a hypothesis is one).
    sizes    the numbers of parameters n at which the statement is looked at.
    units    whether the statement is about units, so that unequal powers of t are a type error.
    dims     further dimensions by name, each as what it has more than n: {"m": 1} for m = n + 1, so that
             no two dimensions agree by accident.
    """

    symbols: Mapping[str, Kind] = field(default_factory=dict)
    where: Mapping[str, Term] = field(default_factory=dict)
    given: tuple[Term, ...] = ()
    sizes: tuple[int, ...] = (1, 2, 3)
    units: bool = False
    dims: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, more in self.dims.items():
            if name in ("n", "1") or more == 0 or min(self.sizes) + more < 1:
                raise ValueError(
                    f"the dimension {name!r} = n + {more} is not one of its own, 1 or more, at n = {self.sizes}."
                )

    def size(self, dim: str, n: int) -> int:
        """How long a dimension is where there are n parameters; "m*n" is a product."""
        sizes = {"1": 1, "n": n, **{name: n + more for name, more in self.dims.items()}}
        try:
            return prod(sizes[part] for part in dim.split("*"))
        except KeyError as error:
            raise ValueError(
                f"the dimension {error} is not declared; give its excess over n in dims=dict(...)."
            ) from None

    def written_out(self, statement: Term) -> Term:
        """The statement with its defined symbols replaced by what they are defined as.

        A definition is a formula, not a number: a derivative or a limit acts on what it contains.
        """
        for name, body in reversed(list(self.where.items())):
            statement = replace_free(statement, name, body)
        return statement

    def also(self, *given: Term, **changes: Kind) -> Setting:
        """The same setting with further conditions, and with the named symbols of another kind."""
        symbols = {**self.symbols, **changes}
        return Setting(symbols, self.where, (*self.given, *given), self.sizes, self.units, self.dims)


BINDERS = frozenset(
    {"grad", "jacobian", "divergence", "derivative", "bigo", "littleo"}
)  # their symbol is bound in the body
BIND_LATER_ARGUMENTS = frozenset(
    {"let", "normalmean", "argmin", "argmax", "argmin!"}
)  # bound in all arguments but the first


def replace_free(term: Term, name: str, body: Term) -> Term:
    """A symbol replaced by a term wherever it is free."""
    if term.op == "var":
        return body if term.name == name else term
    bound = term.name == name
    if bound and term.op in BINDERS:
        return term
    kept = 1 if bound and term.op in BIND_LATER_ARGUMENTS else len(term.args)
    changed = tuple(replace_free(argument, name, body) for argument in term.args[:kept])
    return term.with_args((*changed, *term.args[kept:]))


def setting(
    *given: Term,
    where: Mapping[Term, Term] | None = None,
    sizes: tuple[int, ...] = (1, 2, 3),
    units: bool = False,
    dims: Mapping[str, int] | None = None,
    **symbols: Kind,
) -> Setting:
    """Declare the symbols of a statement by keyword: setting(theta=Point(), L=Loss(at="theta"))."""
    if not sizes or any(n < 1 for n in sizes):
        raise ValueError(
            f"sizes={sizes!r}: a statement is looked at for at least one number of parameters, 1 or more."
        )
    definitions = {name.name: body for name, body in (where or {}).items()}
    return Setting(symbols, definitions, tuple(given), sizes, units, dims or {})
