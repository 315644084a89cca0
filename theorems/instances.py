"""Instances: one value for each symbol of a setting, in a form every arithmetic can read.

An instance is drawn once, as cells, and then realised in exact rationals,
balls, floats or symbols. The same instance goes into certificates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from theorems.arithmetic.balls import Balls
from theorems.arithmetic.base import OutsideDomainError
from theorems.arithmetic.dual import Dual
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.functions import standard_part
from theorems.arithmetic.matrix import Mat, column
from theorems.arithmetic.rationals import Rationals
from theorems.arithmetic.series import Series, total
from theorems.arithmetic.symbolic import Symbolic
from theorems.evaluate import Evaluator, PerOutcome
from theorems.families import FamilyLaw, families_of_dimension
from theorems.laws import ExplicitFinite, ExplicitInterval, Fixed, Probabilities
from theorems.setting import (
    Chart,
    Covariance,
    Covector,
    Curve,
    Data,
    FiniteModel,
    IntervalModel,
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
from theorems.sources import Cell, Source, to_scalar

JET_DEGREE = 3  # derivatives of losses, charts and probabilities up to this order are generic


class NotUniversalError(ArithmeticError):
    """A jet stands for all smooth functions only near its base point and up to its degree."""


class HigherJetError(NotUniversalError):
    """A jet of higher degree would do."""


@dataclass(frozen=True)
class Jet:
    """Σ c_α (x − base)^α: the Taylor polynomial of a smooth function of n variables.

    base          one scalar per variable.
    coefficients  exponent tuple → scalar.
    """

    base: tuple[Any, ...]
    coefficients: dict[tuple[int, ...], Any]
    complete: bool = False  # the polynomial is the function itself (an affine map), not a jet of it
    positive: bool = False  # the function is positive everywhere, though its polynomial need not be

    def __call__(self, ev: Evaluator, at: Any) -> Any:
        """The value at a column (or at a scalar, for one variable).

        Raises NotUniversalError when a formal jet is asked for more than it stands for, and
        OutsideDomainError where the polynomial of a positive function is not positive.
        """
        entries = at.entries if isinstance(at, Mat) else [at]
        shifts = [x - b for x, b in zip(entries, self.base, strict=True)]
        if not (self.complete or isinstance(ev.arithmetic, Floats)):
            self.stands_for_all(ev.arithmetic, shifts)
        monomials: dict[tuple[int, ...], Any] = {}
        value = total(
            [c * monomial(e, shifts, monomials) if any(e) else c for e, c in self.coefficients.items()]
        )
        if self.positive and isinstance(ev.arithmetic, Rationals | Balls) and not standard_part(value) > 0:
            raise OutsideDomainError("a positive function is asked for where its polynomial is not positive.")
        return value

    def stands_for_all(self, arithmetic: Any, shifts: list[Any]) -> None:
        """Refuse, or make a note, where the polynomial is one smooth function among others.

        A particular one may refute; that a statement holds for it says nothing of the others.
        """
        try:
            self.require_universal(shifts)
        except NotUniversalError:
            if isinstance(arithmetic, Symbolic):
                raise
            arithmetic.beyond_jets = True

    def require_universal(self, shifts: list[Any]) -> None:
        """Raise unless the shifts are infinitesimal and of low enough order."""
        degree = max(sum(exponents) for exponents in self.coefficients)
        for shift in shifts:
            if standard_part(shift) != 0:
                raise NotUniversalError(
                    "a smooth function is evaluated away from the point its jet stands at."
                )
            if infinitesimal_order(shift) > degree:
                raise HigherJetError(f"derivatives beyond order {degree} of a smooth function are needed.")


def infinitesimal_order(x: Any) -> int:
    """The highest power of the infinitesimals in x that survives truncation."""
    if isinstance(x, Dual):
        return 1 + max(infinitesimal_order(x.a), infinitesimal_order(x.b))
    if isinstance(x, Series):
        start = x.valuation()
        return x.order // start if 0 < start <= x.order else 0
    return 0


def monomial(exponents: tuple[int, ...], shifts: Sequence[Any], known: dict[tuple[int, ...], Any]) -> Any:
    """A product of powers of the shifts, not all of them zero; those found on the way are kept in `known`."""
    if exponents not in known:
        last = max(i for i, e in enumerate(exponents) if e)
        lower = tuple(e - (i == last) for i, e in enumerate(exponents))
        known[exponents] = monomial(lower, shifts, known) * shifts[last] if any(lower) else shifts[last]
    return known[exponents]


@dataclass(frozen=True)
class VectorJet:
    """A column of jets: a chart or a curve."""

    components: tuple[Jet, ...]

    def __call__(self, ev: Evaluator, at: Any) -> Mat:
        """The column of the components' values."""
        return column([component(ev, at) for component in self.components])


@dataclass(frozen=True)
class MatrixJet:
    """A square matrix of jets: a metric that depends on the point."""

    rows: tuple[tuple[Jet, ...], ...]

    def __call__(self, ev: Evaluator, at: Any) -> Mat:
        """The matrix of the entries' values.

        Raises OutsideDomainError where it is not positive definite: the metric is another matrix there.
        """
        found = Mat(tuple(tuple(jet(ev, at) for jet in row) for row in self.rows), ("n", "n"))
        if isinstance(ev.arithmetic, Rationals | Balls):
            there = found.map(standard_part)
            kept = (Mat(tuple(row[:k] for row in there.rows[:k]), there.dims) for k in range(1, ev.n + 1))
            if not all(part.determinant() > 0 for part in kept):
                raise OutsideDomainError("a metric is asked for where its polynomials do not make one.")
        return found


@dataclass
class Instance:
    """Cells for each symbol of a setting.

    n       the number of parameters.
    data    name → datum, in the order of the setting.
    label   what to call the instance in a report.
    """

    setting: Setting
    n: int
    data: dict[str, Any]
    label: str = ""

    def evaluator(self, arithmetic: Any) -> Evaluator:
        """An evaluator with every symbol realised in an arithmetic, definitions included."""
        ev = self.evaluator_without_definitions(arithmetic)
        for name, body in self.setting.where.items():
            ev.environment[name] = ev(body)
        return ev

    def evaluator_without_definitions(self, arithmetic: Any) -> Evaluator:
        """An evaluator with the drawn symbols only; points come first, functions refer to them."""
        ev = Evaluator(arithmetic, {"@size": self.setting.size}, self.n)
        for name, datum in sorted(self.data.items(), key=lambda item: isinstance(item[1], FUNCTIONS)):
            ev.environment[name] = realise(datum, ev)
        return ev


# -- data: what is drawn, before it has an arithmetic -------------------------------------------


@dataclass(frozen=True)
class Number:
    """A scalar."""

    cell: Cell


@dataclass(frozen=True)
class Column:
    """A column of n scalars."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Square:
    """An n×n matrix."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Cholesky:
    """A symmetric positive definite matrix L Lᵀ by its lower triangle, diagonal positive."""

    rows: tuple[tuple[Cell, ...], ...]
    dim: str = "n"


@dataclass(frozen=True)
class Oblong:
    """A matrix of named dimensions."""

    rows: tuple[tuple[Cell, ...], ...]
    dims: tuple[str, str]


@dataclass(frozen=True)
class Columns:
    """A random column by its value at each outcome."""

    columns: tuple[tuple[Cell, ...], ...]
    dim: str


@dataclass(frozen=True)
class Polynomial:
    """A function as a jet: the name of its base point and the coefficients of each component.

    scalar  whether the value is a scalar rather than a column.
    """

    base: str
    components: tuple[dict[tuple[int, ...], Cell], ...]
    scalar: bool
    value: str = ""  # the symbol whose entries are the constant terms, if any
    complete: bool = False
    positive: bool = False


@dataclass(frozen=True)
class SmoothMetric:
    """A metric as a jet: L Lᵀ at its base point, and symmetric Taylor coefficients of each entry i ≥ j."""

    base: str
    rows: tuple[tuple[Cell, ...], ...]
    slopes: dict[tuple[int, int], dict[tuple[int, ...], Cell]]


@dataclass(frozen=True)
class Simplex:
    """A law on finitely many outcomes as positive weights (normalised when realised)."""

    weights: tuple[Cell, ...]


@dataclass(frozen=True)
class SmoothFinite:
    """A smooth model: weights at the base point and Taylor coefficients of all but the last outcome."""

    base: str
    weights: tuple[Cell, ...]
    slopes: tuple[dict[tuple[int, ...], Cell], ...]


FUNCTIONS = (Polynomial, SmoothMetric, Simplex, SmoothFinite, FiniteModel, IntervalModel, FamilyLaw)


def realise(datum: Any, ev: Evaluator) -> Any:
    """A datum in an arithmetic; points it refers to are in the evaluator already."""
    a = ev.arithmetic
    if isinstance(datum, Number):
        return to_scalar(a, datum.cell)
    if isinstance(datum, Column):
        return column([to_scalar(a, cell) for cell in datum.cells])
    if isinstance(datum, Square | Cholesky):
        rows = tuple(tuple(to_scalar(a, cell) for cell in row) for row in datum.rows)
        if isinstance(datum, Square):
            return Mat(rows, ("n", "n"))
        lower = Mat(rows, (datum.dim, datum.dim))
        return lower.product(lower.transpose())
    if isinstance(datum, Oblong):
        return Mat(tuple(tuple(to_scalar(a, cell) for cell in row) for row in datum.rows), datum.dims)
    if isinstance(datum, Columns):
        return PerOutcome(
            tuple(column([to_scalar(a, cell) for cell in cells], datum.dim) for cells in datum.columns)
        )
    if isinstance(datum, Polynomial):
        return realise_polynomial(datum, ev)
    if isinstance(datum, SmoothMetric):
        return realise_metric(datum, ev)
    if isinstance(datum, Simplex):
        return Fixed(normalised(datum.weights, a))
    if isinstance(datum, SmoothFinite):
        return realise_model(datum, ev)
    if isinstance(datum, FiniteModel):
        return ExplicitFinite(datum)
    if isinstance(datum, IntervalModel):
        return ExplicitInterval(datum)
    if isinstance(datum, FamilyLaw):
        return datum
    raise TypeError(f"no way to realise {type(datum).__name__}.")


def base_point(ev: Evaluator, name: str) -> tuple[Any, ...]:
    """The coordinates of a base point that is already in force."""
    value = ev.environment[name]
    return tuple(value.entries) if isinstance(value, Mat) else (value,)


def realise_polynomial(datum: Polynomial, ev: Evaluator) -> Any:
    """A jet or a column of jets."""
    base = base_point(ev, datum.base)
    zero = (0,) * len(base)
    constants = base_point(ev, datum.value) if datum.value else ()
    jets = []
    for i, component in enumerate(datum.components):
        coefficients = {e: to_scalar(ev.arithmetic, c) for e, c in component.items()}
        if constants:
            coefficients[zero] = constants[i]
        jets.append(Jet(base, coefficients, datum.complete, datum.positive))
    return jets[0] if datum.scalar else VectorJet(tuple(jets))


def realise_metric(datum: SmoothMetric, ev: Evaluator) -> MatrixJet:
    """Jets of the entries; the matrix is symmetric, and positive definite at the base point."""
    base = base_point(ev, datum.base)
    lower = Mat(
        tuple(tuple(to_scalar(ev.arithmetic, cell) for cell in row) for row in datum.rows), ("n", "n")
    )
    there = lower.product(lower.transpose())

    def entry(i: int, j: int) -> Jet:
        slopes = datum.slopes[max(i, j), min(i, j)]
        coefficients = {e: to_scalar(ev.arithmetic, cell) for e, cell in slopes.items()}
        return Jet(base, {(0,) * len(base): there.rows[i][j], **coefficients})

    return MatrixJet(tuple(tuple(entry(i, j) for j in range(ev.n)) for i in range(ev.n)))


def normalised(weights: tuple[Cell, ...], arithmetic: Any) -> list[Any]:
    """Positive weights divided by their sum."""
    scalars = [to_scalar(arithmetic, weight) for weight in weights]
    mass = total(scalars)
    return [scalar / mass for scalar in scalars]


def realise_model(datum: SmoothFinite, ev: Evaluator) -> Probabilities:
    """Jets of the probabilities; the last outcome takes what the others leave."""
    base = base_point(ev, datum.base)
    zero = (0,) * len(base)
    weights = normalised(datum.weights, ev.arithmetic)
    tables = [{e: to_scalar(ev.arithmetic, c) for e, c in slopes.items()} for slopes in datum.slopes]
    last = {e: -total([table[e] for table in tables]) for e in tables[0]}
    parts = zip(weights, [*tables, last], strict=True)
    return Probabilities([Jet(base, {zero: weight, **table}, positive=True) for weight, table in parts])


# -- drawing ------------------------------------------------------------------------------------


def exponents(n: int, low: int, high: int) -> Iterator[tuple[int, ...]]:
    """All exponent tuples in n variables with low ≤ total degree ≤ high."""
    for candidate in product(range(high + 1), repeat=n):
        if low <= sum(candidate) <= high:
            yield candidate


def lower_triangle(source: Source, n: int, name: str) -> tuple[tuple[Cell, ...], ...]:
    """A lower triangular matrix with positive diagonal."""

    def entry(i: int, j: int) -> Cell:
        if i == j:
            return source.positive(name)
        return source.real(name) if j < i else Fraction(0)

    return tuple(tuple(entry(i, j) for j in range(n)) for i in range(n))


def outcomes_of(kind: Data | Model, n: int) -> int:
    """How many outcomes are drawn: fewer than n + 1 make the Fisher matrix singular."""
    return max(kind.outcomes, n + 1)


def draw_datum(kind: Any, name: str, n: int, source: Source, degree: int) -> Any:
    """A datum of the kind."""
    match kind:
        case Scalar():
            if kind.natural:
                return Number(source.natural(name))
            return Number(source.positive(name) if kind.positive else source.real(name))
        case Small():
            return Number(Fraction(1, 8))
        case Point() | Vector() | Covector():
            return Column(tuple(source.real(name) for _ in range(n)))
        case Metric():
            return Cholesky(lower_triangle(source, n, name))
        case Matrix():
            return Square(tuple(tuple(source.real(name) for _ in range(n)) for _ in range(n)))
        case Loss():
            return draw_loss(kind, name, n, source, degree)
        case MetricField():
            slopes = {
                (i, j): {e: source.slope(name) for e in exponents(n, 1, degree)}
                for i in range(n)
                for j in range(i + 1)
            }
            return SmoothMetric(kind.at, lower_triangle(source, n, name), slopes)
        case Schedule():
            terms: dict[tuple[int, ...], Cell] = {(k,): source.real(name) for k in range(1, degree + 1)}
            return Polynomial(kind.at, ({(0,): source.positive(name), **terms},), True, positive=True)
        case Chart():
            return draw_chart(kind, name, n, source, degree)
        case Curve():
            line: tuple[dict[tuple[int, ...], Cell], ...] = tuple(
                {(k,): source.real(name) for k in range(1, degree + 1)} for _ in range(n)
            )
            return Polynomial(kind.at, line, False, kind.through)
        case Data():
            return Simplex(tuple(source.positive(name) for _ in range(outcomes_of(kind, n))))
        case Model():
            count = outcomes_of(kind, n)
            weights = tuple(source.positive(name) for _ in range(count))
            tables = tuple({e: source.slope(name) for e in exponents(n, 1, degree)} for _ in range(count - 1))
            return SmoothFinite(kind.at, weights, tables)
        case _:
            raise TypeError(f"{name!r} is declared as {kind!r}, which is not a kind of symbol.")


def draw_loss(kind: Loss, name: str, n: int, source: Source, degree: int) -> Polynomial:
    """A polynomial; without linear terms where the point is a critical one."""

    def coefficient(e: tuple[int, ...]) -> Cell:
        return Fraction(0) if kind.critical and sum(e) == 1 else source.real(name)

    return Polynomial(kind.at, ({e: coefficient(e) for e in exponents(n, 0, degree)},), True)


def draw_chart(kind: Chart, name: str, n: int, source: Source, degree: int) -> Polynomial:
    """A polynomial map with general linear part and, unless affine, smaller higher terms."""
    top = 1 if kind.affine else degree
    components = tuple(
        {e: source.real(name) if sum(e) == 1 else source.slope(name) for e in exponents(n, 1, top)}
        for _ in range(n)
    )
    return Polynomial(kind.at, components, False, kind.value, complete=kind.affine)


def draw_shaped(kind: Any, name: str, setting: Setting, n: int, source: Source) -> Any:
    """A datum of a kind that needs the dimensions or the laws of its setting.

    Raises TypeError for a random column whose law is not a law of the data.
    """
    match kind:
        case Rectangle():
            height, width = (setting.size(dim, n) for dim in (kind.rows, kind.columns))
            cells = tuple(tuple(source.real(name) for _ in range(width)) for _ in range(height))
            return Oblong(cells, (kind.rows, kind.columns))
        case Covariance():
            return Cholesky(lower_triangle(source, setting.size(kind.dim, n), name), kind.dim)
        case RandomColumn():
            law = setting.symbols.get(kind.law)
            if not isinstance(law, Data):
                raise TypeError(f"the law {kind.law!r} of the random column {name!r} is no law of the data.")
            height = setting.size(kind.dim, n)
            columns = (tuple(source.real(name) for _ in range(height)) for _ in range(outcomes_of(law, n)))
            return Columns(tuple(columns), kind.dim)
    return None


def draw(setting: Setting, n: int, source: Source, *, degree: int = JET_DEGREE) -> Instance:
    """An instance of a setting in n dimensions."""
    data = {
        name: draw_shaped(kind, name, setting, n, source) or draw_datum(kind, name, n, source, degree)
        for name, kind in setting.symbols.items()
    }
    return Instance(setting, n, data, f"n = {n}")


def edges(setting: Setting, source: Source, *, degree: int = JET_DEGREE) -> Iterator[Instance]:
    """One instance for each particular model listed in the setting, at its own point."""
    for name, kind in setting.symbols.items():
        if not isinstance(kind, Model):
            continue
        for model in kind.edges:
            n = len(model.at)
            instance = draw(setting, n, source, degree=degree)
            instance.data[name] = model
            instance.data[kind.at] = Column(model.at)
            if isinstance(model, FiniteModel):
                for other, datum in instance.data.items():
                    if isinstance(datum, Simplex):  # the data live on the model's own sample space
                        weights = tuple(source.positive(other) for _ in model.probabilities)
                        instance.data[other] = Simplex(weights)
            instance.label = model.name
            yield instance


def in_families(setting: Setting, source: Source) -> Iterator[Instance]:
    """One instance for each family of the zoo that a model of the setting names, in its own dimension.

    The law of the data, where there is one, is the family at another point. Evaluated in floats only.
    """
    for name, kind in setting.symbols.items():
        if not isinstance(kind, Model):
            continue
        for n in setting.sizes:
            for model in families_of_dimension(kind.families, n):
                instance = draw(setting, n, source)
                instance.data[name] = FamilyLaw(model)
                instance.data[kind.at] = Column(tuple(np.float64(x) for x in model.at))
                elsewhere = tuple(x * (1 + 0.1 * (k + 1)) for k, x in enumerate(model.at))
                for other, datum in instance.data.items():
                    if isinstance(datum, Simplex):
                        instance.data[other] = FamilyLaw(model, elsewhere)
                instance.label = f"family {model.name}"
                yield instance
