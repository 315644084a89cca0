"""Instances: one value for each symbol of a setting, in a form every arithmetic can read.

An instance is drawn once, as cells, and then realised in exact rationals,
balls, floats or symbols. The same instance goes into certificates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from theorems.arithmetic.matrix import Mat, column
from theorems.arithmetic.series import total
from theorems.evaluate import Evaluator, PerOutcome
from theorems.families import FamilyLaw
from theorems.jets import Jet, MatrixJet, VectorJet
from theorems.laws import ExplicitFinite, ExplicitInterval, Fixed, Probabilities
from theorems.setting import (
    FiniteModel,
    IntervalModel,
    Setting,
)
from theorems.sources import Cell, to_scalar


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
