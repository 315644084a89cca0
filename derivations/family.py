"""A parametric family of densities: the facts from which everything else is derived.

A `Family` holds a log-density and where it lives, and nothing that could be derived from them: no Fisher
matrix, no moments, no flag that says it is regular.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy as sp
from sympy import Expr, Symbol
from sympy.logic.boolalg import Boolean


class FamilyError(ValueError):
    """A family is not well formed, or was asked for a parameter it does not have."""


@dataclass(frozen=True)
class Interval:
    """An open interval of the line; the ends are expressions and may depend on parameters."""

    lower: Expr = sp.S.NegativeInfinity
    upper: Expr = sp.S.Infinity

    def __str__(self) -> str:
        return f"({self.lower}, {self.upper})"


@dataclass(frozen=True)
class Finite:
    """Finitely many values."""

    values: tuple[Expr, ...]

    def __str__(self) -> str:
        return "{" + ", ".join(map(str, self.values)) + "}"


@dataclass(frozen=True)
class Naturals:
    """0, 1, 2, ..."""

    def __str__(self) -> str:
        return "{0, 1, 2, ...}"


@dataclass(frozen=True)
class Integers:
    """The integers lower, lower + 1, ..., upper; the ends are expressions in fixed symbols."""

    lower: Expr = sp.S.Zero
    upper: Expr = sp.S.Infinity

    def __str__(self) -> str:
        return f"{{{self.lower}, ..., {self.upper}}}"


@dataclass(frozen=True)
class Reals:
    """All of R^d."""

    dimension: int = 1

    def __str__(self) -> str:
        return "R" if self.dimension == 1 else f"R^{self.dimension}"


@dataclass(frozen=True)
class Counts:
    """Vectors of `cells` naturals whose sum is at most `total`; one more cell takes the rest."""

    total: Expr
    cells: int

    def __str__(self) -> str:
        return f"{{x in N^{self.cells}: sum x <= {self.total}}}"


@dataclass(frozen=True)
class Simplex:
    """The open simplex x_i > 0, x_1 + ... + x_d < 1, with Lebesgue measure in x_1, ..., x_d."""

    dimension: int

    def __str__(self) -> str:
        return f"{{x in R^{self.dimension}: x > 0, sum x < 1}}"


@dataclass(frozen=True)
class PositiveDefinite:
    """Symmetric positive definite matrices, by their lower triangle row by row, with Lebesgue measure."""

    size: int

    def __str__(self) -> str:
        return f"positive definite {self.size} x {self.size} matrices"


@dataclass(frozen=True)
class Sphere:
    """The unit sphere of R^d, by the d coordinates, with its surface measure."""

    dimension: int

    def __str__(self) -> str:
        return f"the unit sphere of R^{self.dimension}"


Support = Interval | Finite | Naturals | Integers | Reals | Counts | Simplex | PositiveDefinite | Sphere

POSITIVE = Interval(sp.S.Zero, sp.S.Infinity)
UNIT = Interval(sp.S.Zero, sp.S.One)
LINE = Interval()


@dataclass(frozen=True)
class Family:
    """A parametric family of densities with respect to Lebesgue or counting measure.

    name          a word a person can type.
    parameters    symbols, in the order of rows and columns of every matrix.
    domains       an open interval for each parameter.
    observations  symbols of the observed variables.
    support       where the density is positive; its ends may depend on parameters.
    log_density   log p(observations; parameters) on the support.
    title         what a report calls it.
    constants     known matrices the family was made with, by name.
    fixed         symbols of known quantities, such as a number of trials; not parameters.
    where         conditions on the parameters beyond their intervals.
    unsolved      why no closed Fisher matrix is known, for a family that has none.

    Raises FamilyError where the lists do not fit together.
    """

    name: str
    parameters: tuple[Symbol, ...]
    domains: tuple[Interval, ...]
    observations: tuple[Symbol, ...]
    support: Support
    log_density: Expr
    title: str = ""
    constants: Mapping[str, Any] = field(default_factory=dict, compare=False)
    fixed: tuple[Symbol, ...] = ()
    where: tuple[Boolean, ...] = ()
    unsolved: str = ""

    def __post_init__(self) -> None:
        if len(self.parameters) != len(self.domains):
            raise FamilyError(
                f"{self.name}: {len(self.parameters)} parameters and {len(self.domains)} domains. "
                "Give one each."
            )
        known = set(self.parameters) | set(self.observations) | set(self.fixed)
        stray = self.log_density.free_symbols - known
        if stray:
            raise FamilyError(
                f"{self.name}: the log-density contains {sorted(map(str, stray))}, neither parameter, "
                "observation nor fixed. Two symbols of one name but different assumptions are different symbols."
            )

    @property
    def dimension(self) -> int:
        """Number of parameters."""
        return len(self.parameters)

    def values(self, point: Sequence[Any]) -> dict[Symbol, Expr]:
        """Pair the parameters with a point.

        Raises FamilyError for a point of another length.
        """
        if len(point) != self.dimension:
            raise FamilyError(f"{self.name} has parameters {self.parameters}; got {len(point)} values.")
        return dict(zip(self.parameters, map(sp.sympify, point), strict=True))

    def log_density_at(self, point: Sequence[Any]) -> Expr:
        """The log-density with a point, numbers or other symbols, in place of the parameters."""
        return self.log_density.subs(self.values(point), simultaneous=True)

    def support_at(self, point: Sequence[Any]) -> Support:
        """The support at a point."""
        if not isinstance(self.support, Interval):
            return self.support
        values = self.values(point)
        return Interval(*(sp.sympify(e).subs(values, simultaneous=True) for e in _ends(self.support)))

    def second_point(self) -> tuple[Symbol, ...]:
        """Fresh symbols with the parameters' assumptions, for the second law of a divergence."""
        return tuple(Symbol(f"{p.name}_b", **p.assumptions0) for p in self.parameters)

    def in_chart(
        self,
        name: str,
        chart: Mapping[Symbol, Expr],
        *,
        parameters: Sequence[Symbol],
        domains: Sequence[Interval],
        title: str = "",
        where: Sequence[Boolean] = (),
    ) -> Family:
        """The same densities by other parameters: the log-density with the old ones written in the new.

        name        of the new family.
        chart       each old parameter that changes, in terms of the new ones.
        parameters  the new parameters, in order.
        domains     an open interval for each.
        where       conditions on the new parameters beyond their intervals.
        """
        support = self.support
        if isinstance(support, Interval):
            support = Interval(*(sp.sympify(e).subs(chart, simultaneous=True) for e in _ends(support)))
        return Family(
            name=name,
            title=title or name,
            parameters=tuple(parameters),
            domains=tuple(domains),
            observations=self.observations,
            support=support,
            log_density=self.log_density.subs(chart, simultaneous=True),
            constants=self.constants,
            fixed=self.fixed,
            where=tuple(where),
            unsolved=self.unsolved,
        )

    def score(self) -> Any:
        """The gradient of the log-density in the parameters, (n, 1)."""
        return sp.Matrix([sp.diff(self.log_density, p) for p in self.parameters])

    def hessian(self) -> Any:
        """The matrix of second derivatives of the log-density in the parameters, (n, n)."""
        return sp.hessian(self.log_density, self.parameters)


def _ends(interval: Interval) -> tuple[Expr, Expr]:
    return interval.lower, interval.upper


def gaussian_location(
    name: str,
    parameters: Sequence[Symbol],
    mean: Sequence[Expr],
    *,
    precision: Any = None,
    domains: Sequence[Interval] | None = None,
    title: str = "",
    constants: Mapping[str, Any] | None = None,
) -> Family:
    """The Gaussian family N(mean(parameters), precision^-1) with a known precision.

    log p = -(x - mean).T*P*(x - mean)/2 + log(det P)/2 - d*log(2*pi)/2

    mean       d expressions in the parameters.
    precision  (d, d), symmetric positive definite, free of parameters; the identity if not given.
    domains    one interval for each parameter; the line if not given.
    """
    d = len(mean)
    x = sp.symbols(f"x1:{d + 1}", real=True) if d > 1 else (Symbol("x", real=True),)
    P = sp.eye(d) if precision is None else sp.Matrix(precision)
    gap = sp.Matrix(x) - sp.Matrix(mean)
    log_density = -(gap.T * P * gap)[0, 0] / 2 + sp.log(P.det()) / 2 - sp.Rational(d, 2) * sp.log(2 * sp.pi)
    return Family(
        name=name,
        parameters=tuple(parameters),
        domains=tuple(domains) if domains is not None else (LINE,) * len(parameters),
        observations=tuple(x),
        support=Reals(d),
        log_density=log_density,
        title=title or name,
        constants=dict(constants or {}),
    )
