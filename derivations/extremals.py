"""Constrained extremals: linear or quadratic objectives under one quadratic or linear constraint.

Each problem is set up from its Lagrangian, its stationary points are given, and each is checked: the KKT
equations are proved to vanish there, and the gap f(v) - f(v*) on the constraint is proved to be a quadratic
form, whose sign decides a minimum for all v at once.  With L(v) = f(v) + m*(c(v)) and L quadratic,

    f(v) - f(v*) = L(v) - L(v*) = (v - v*).T * H * (v - v*)/2     for v, v* on c = 0, H = Hessian of L,

so H >= 0 is sufficient for a global minimum, H > 0 for a unique one.
Source: [NocedalWright2006] thms. 12.1, 12.6; [BoydVandenberghe2004] sec. 5.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.ladder import Outcome, prove_zero

MULTIPLIER = Symbol("lambda", real=True)


class ExtremalError(ValueError):
    """A problem is not of the kind this module solves."""


@dataclass(frozen=True)
class Problem:
    """Minimise an objective under constraint = 0.

    variables   the n unknowns.
    objective   polynomial of degree at most two in them.
    constraint  polynomial of degree at most two in them; the constraint set is where it vanishes.
    multiplier  the symbol of the Lagrange multiplier.

    Raises ExtremalError for degrees above two.
    """

    variables: tuple[Symbol, ...]
    objective: Expr
    constraint: Expr
    multiplier: Symbol = MULTIPLIER

    def __post_init__(self) -> None:
        for what in (self.objective, self.constraint):
            if sp.Poly(what, *self.variables).total_degree() > 2:
                raise ExtremalError(f"{what} is not linear or quadratic in {self.variables}.")

    @property
    def lagrangian(self) -> Expr:
        """Objective + multiplier * constraint."""
        return self.objective + self.multiplier * self.constraint

    @property
    def stationarity(self) -> Any:
        """The gradient of the Lagrangian in the variables, (n, 1)."""
        return sp.Matrix([sp.diff(self.lagrangian, v) for v in self.variables])

    @property
    def kkt(self) -> tuple[Expr, ...]:
        """The equations that vanish at a stationary point: stationarity, then the constraint."""
        return (*self.stationarity, self.constraint)

    @property
    def hessian(self) -> Any:
        """The Hessian of the Lagrangian in the variables, (n, n)."""
        return sp.hessian(self.lagrangian, self.variables)


class Curvature(Enum):
    """What the Hessian of the Lagrangian says; the value is the sentence."""

    DEFINITE = "The Hessian of the Lagrangian is positive definite: the minimum is global and unique."
    SEMIDEFINITE = "The Hessian of the Lagrangian is positive semidefinite: the minimum is global."
    OTHER = "The Hessian of the Lagrangian has a negative principal minor: the gap identity shows no minimum."
    UNKNOWN = "The sign of a principal minor of the Hessian of the Lagrangian is not known."


@dataclass(frozen=True)
class Extremal:
    """A stationary point of a problem, with what is needed to check it.

    point       the values of the variables, n expressions.
    multiplier  the value of the Lagrange multiplier.
    roots       positive symbols that stand for square roots, each with its square.
    """

    problem: Problem
    point: tuple[Expr, ...]
    multiplier: Expr
    roots: tuple[tuple[Symbol, Expr], ...] = ()

    @property
    def value(self) -> Expr:
        """The objective at the point."""
        return self.problem.objective.subs(self._here(), simultaneous=True)

    @property
    def hessian(self) -> Any:
        """The Hessian of the Lagrangian at the point's multiplier, (n, n)."""
        return self.problem.hessian.subs(self.problem.multiplier, self.multiplier)

    def explicit(self, expression: Any) -> Any:
        """Write the square roots out in an expression or matrix."""
        return expression.subs({symbol: sp.sqrt(square) for symbol, square in self.roots})

    def prove(self, expression: Any) -> Outcome:
        """Prove an expression, or all entries of a matrix, to be zero, each root squared being its square."""
        entries = list(expression) if isinstance(expression, sp.MatrixBase) else [sp.sympify(expression)]
        outcomes = [prove_zero(self._reduced(e)) for e in entries]
        return next((o for o in outcomes if not o.proved), outcomes[-1])

    def _reduced(self, expression: Expr) -> Expr:
        for symbol, square in self.roots:
            numerator = sp.fraction(sp.together(expression))[0]
            found = sp.Add(
                *(
                    c * symbol ** (n % 2) * square ** (n // 2)
                    for (n,), c in sp.Poly(numerator, symbol).terms()
                )
            )
            expression = found
        return expression

    def kkt(self) -> Outcome:
        """Prove that stationarity and the constraint hold at the point."""
        here = {**self._here(), self.problem.multiplier: self.multiplier}
        return self.prove(sp.Matrix([e.subs(here, simultaneous=True) for e in self.problem.kkt]))

    def gap(self) -> Gap:
        """The identity f(v) - f(v*) + m*c(v) = (v - v*).T*H*(v - v*)/2, for all v."""
        step = sp.Matrix(self.problem.variables) - sp.Matrix(self.point)
        form = (step.T * self.hessian * step)[0, 0] / 2
        left = self.problem.objective - self.value + self.multiplier * self.problem.constraint
        return Gap(left, form, self.hessian, self)

    def curvature(self, *, given: Any = None) -> Curvature:
        """The sign of the Hessian of the Lagrangian, from its principal minors.

        given  a matrix known to be positive definite; a positive multiple of it is, too.
        """
        H = self.hessian
        if given is not None:
            factor = sp.cancel(H[0, 0] / given[0, 0])
            if factor.is_positive and self.prove(H - factor * sp.Matrix(given)):
                return Curvature.DEFINITE
        leading = [_sign(H[:k, :k].det()) for k in range(1, H.rows + 1)]
        if all(sign == 1 for sign in leading):
            return Curvature.DEFINITE
        signs = [_sign(H.extract(list(r), list(r)).det()) for r in _subsets(H.rows)]
        if -1 in signs:
            return Curvature.OTHER
        return Curvature.UNKNOWN if None in signs else Curvature.SEMIDEFINITE

    def _here(self) -> dict[Symbol, Expr]:
        return dict(zip(self.problem.variables, self.point, strict=True))


def _sign(minor: Expr) -> int | None:
    """1, 0, -1, or None where it is not known; zero only where it is proved."""
    if minor.is_positive or minor.is_negative:
        return 1 if minor.is_positive else -1
    return 0 if prove_zero(minor).proved else None


def _subsets(n: int) -> list[tuple[int, ...]]:
    return [r for k in range(1, n + 1) for r in combinations(range(n), k)]


@dataclass(frozen=True)
class Gap:
    """What is above the value of an extremal, as a quadratic form.

    left     f(v) - f(v*) + m*c(v); on the constraint this is f(v) - f(v*).
    form     (v - v*).T*H*(v - v*)/2.
    hessian  H, (n, n).
    """

    left: Expr
    form: Expr
    hessian: Any
    extremal: Extremal

    def identity(self) -> Outcome:
        """Prove that left and form are the same for all v."""
        return self.extremal.prove(self.left - self.form)


def linear_on_ellipsoid(
    g: Any, G: Any, radius: Expr, variables: Sequence[Symbol]
) -> tuple[Extremal, Extremal]:
    """Minimum and maximum of g.T*v under v.T*G*v = radius^2.

    v* = -+ radius*G^-1*g/length, multiplier +- length/(2*radius), length = sqrt(g.T*G^-1*g).
    The length is kept as a positive symbol, whose square is in `roots`; `explicit` writes it out.

    g       (n, 1), not zero.
    G       (n, n), symmetric positive definite.
    radius  positive.

    Raises ExtremalError where the shapes do not fit or G is not symmetric.
    """
    n = len(variables)
    g, G = sp.Matrix(g), sp.Matrix(G)
    if g.shape != (n, 1) or G.shape != (n, n) or G != G.T:
        raise ExtremalError(f"g must be {n} x 1 and G symmetric {n} x {n}; they are {g.shape} and {G.shape}.")
    v = sp.Matrix(list(variables))
    problem = Problem(tuple(variables), (g.T * v)[0, 0], (v.T * G * v)[0, 0] - radius**2)
    direction = G.adjugate() * g / G.det()
    length = Symbol("length", positive=True)
    roots = ((length, (g.T * direction)[0, 0]),)
    low, high = (
        Extremal(problem, tuple(sign * radius * direction / length), -sign * length / (2 * radius), roots)
        for sign in (-1, 1)
    )
    return low, high


def quadratic_on_sphere(A: Any, radius: Expr, variables: Sequence[Symbol]) -> tuple[Extremal, ...]:
    """Stationary points of v.T*A*v under v.T*v = radius^2: radius times each unit eigenvector.

    The multiplier at an eigenvector is minus its eigenvalue; ordered by eigenvalue where they are numbers.

    A  (n, n), symmetric; its eigenvectors must be within SymPy's reach (rational eigenvalues, or n = 2).

    Raises ExtremalError where the shapes do not fit.
    """
    return quadratic_on_ellipsoid(A, sp.eye(len(variables)), radius, variables)


def quadratic_on_ellipsoid(A: Any, B: Any, radius: Expr, variables: Sequence[Symbol]) -> tuple[Extremal, ...]:
    """Stationary points of v.T*A*v under v.T*B*v = radius^2: the generalised eigenvectors A*v = m*B*v.

    A, B  (n, n), symmetric, B positive definite.

    Raises ExtremalError where the shapes do not fit.
    """
    n = len(variables)
    A, B = sp.Matrix(A), sp.Matrix(B)
    if A.shape != (n, n) or B.shape != (n, n) or A != A.T or B != B.T:
        raise ExtremalError(f"A and B must be symmetric {n} x {n}; they are {A.shape} and {B.shape}.")
    v = sp.Matrix(list(variables))
    problem = Problem(tuple(variables), (v.T * A * v)[0, 0], (v.T * B * v)[0, 0] - radius**2)
    pairs = [(m, w) for m, _, basis in (B.inv() * A).eigenvects() for w in basis]
    if all(m.is_comparable for m, _ in pairs):
        pairs.sort(key=lambda pair: pair[0])
    return tuple(Extremal(problem, tuple(radius * w / sp.sqrt((w.T * B * w)[0, 0])), -m) for m, w in pairs)


def quadratic_on_hyperplane(A: Any, a: Any, level: Expr, variables: Sequence[Symbol]) -> Extremal:
    """Minimum of v.T*A*v/2 under a.T*v = level: v* = level*A^-1*a/(a.T*A^-1*a).

    A  (n, n), symmetric positive definite.
    a  (n, 1), not zero.

    Raises ExtremalError where the shapes do not fit.
    """
    n = len(variables)
    A, a = sp.Matrix(A), sp.Matrix(a)
    if A.shape != (n, n) or a.shape != (n, 1) or A != A.T:
        raise ExtremalError(f"A must be symmetric {n} x {n} and a {n} x 1; they are {A.shape} and {a.shape}.")
    v = sp.Matrix(list(variables))
    problem = Problem(tuple(variables), (v.T * A * v)[0, 0] / 2, (a.T * v)[0, 0] - level)
    direction = A.adjugate() * a / A.det()
    scale = level / (a.T * direction)[0, 0]
    return Extremal(problem, tuple(scale * direction), -scale)


def proximal(g: Any, G: Any, weight: Expr, variables: Sequence[Symbol]) -> Extremal:
    """Minimum of g.T*v + weight*v.T*G*v/2 without a constraint: v* = -G^-1*g/weight.

    It is given as an extremal under the empty constraint 0 = 0, so that its gap can be asked for.

    weight  positive.
    """
    g, G, v = sp.Matrix(g), sp.Matrix(G), sp.Matrix(list(variables))
    problem = Problem(tuple(variables), (g.T * v)[0, 0] + weight * (v.T * G * v)[0, 0] / 2, sp.S.Zero)
    return Extremal(problem, tuple(-(G.adjugate() * g) / (G.det() * weight)), sp.S.Zero)
