"""The laws whose moments are known in closed form, recognised from a log-density.

    Gaussian   polynomial of degree two in x on R^d           Isserlis, moment generating function
    Gamma      k*log(x) - b*x + c on (0, oo)                   Mellin transform, tilted
    Poisson    a*x - log(x!) + c on the naturals               Touchard, tilted
    Points     finitely many values                            a finite sum
    Uniform    constant on an interval with finite ends        powers and logarithms
    Powered    c - k*|x - t|^b on the line                     Mellin transform of both halves

A law is taken only when its normalising constant is proved to be that of the density: a log-density with a
wrong constant is refused, not normalised in silence.
"""

from __future__ import annotations

from typing import Any, Protocol

from sympy import Expr, oo

from derivations.family import Family, Finite, Interval, Naturals, Reals
from derivations.laws.gamma import Gamma as Gamma
from derivations.laws.gamma import gamma
from derivations.laws.gaussian import Gaussian as Gaussian
from derivations.laws.gaussian import gaussian
from derivations.laws.points import Points as Points
from derivations.laws.points import points
from derivations.laws.poisson import Poisson as Poisson
from derivations.laws.poisson import poisson
from derivations.laws.powered import Powered as Powered
from derivations.laws.powered import powered
from derivations.laws.terms import NotClosedError as NotClosedError
from derivations.laws.uniform import Uniform as Uniform
from derivations.laws.uniform import uniform


class Law(Protocol):
    """A law with closed moments."""

    @property
    def rule(self) -> str:
        """The name of the rule, for the record."""

    def mean(self, expression: Expr) -> Expr:
        """The expectation of an expression in the observations; raises NotClosedError."""


def recognise(family: Family, log_density: Expr, support: Any) -> Law:
    """Find the law of a log-density of a family, at whatever point it was taken.

    Raises NotClosedError if no law fits, or if the constant is not the one that makes it a density.
    """
    x = family.observations
    found: Law | None
    match support:
        case Reals():
            found = gaussian(log_density, x) or (powered(log_density, x[0]) if len(x) == 1 else None)
        case Finite(values):
            found = points(log_density, x[0], values)
        case Naturals():
            found = poisson(log_density, x[0])
        case Interval(lower, upper) if lower == 0 and upper == oo:
            found = gamma(log_density, x[0])
        case Interval(lower, upper):
            found = uniform(log_density, x[0], lower, upper)
        case _:
            found = None
    if found is None:
        raise NotClosedError(
            f"{family.name}: no law with closed moments has the log-density {log_density} on {support}. "
            "Likely causes: (a) its constant does not make it integrate to one; (b) the family is none of "
            "Gaussian, gamma, Poisson, finite, uniform, exp(-|x|^b). If the integral exists, "
            "expectation_by_integration may find it."
        )
    return found
