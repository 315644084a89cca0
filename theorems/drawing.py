"""Drawing: a datum for every symbol of a setting, generic points, listed models and families of the zoo."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from theorems.families import FamilyLaw, families_of_dimension
from theorems.instances import (
    Cholesky,
    Column,
    Columns,
    Instance,
    Number,
    Oblong,
    Polynomial,
    Simplex,
    SmoothFinite,
    SmoothMetric,
    Square,
)
from theorems.jets import JET_DEGREE
from theorems.setting import (
    Chart,
    Covariance,
    Covector,
    Curve,
    Data,
    FiniteModel,
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
from theorems.sources import Cell, Source


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
