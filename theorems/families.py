"""The zoo's log-densities as terms, which a float arithmetic evaluates and quadrature integrates.

A family of `derivations.families` is read for its log-density and support and
for nothing else. The log-density becomes a term, which the float arithmetic
evaluates and the quadrature of `numeric` integrates; no derived Fisher matrix,
divergence or moment is ever used on this road.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from numeric.errors import NumericError
from numeric.expectation import rule
from numeric.supports import Integers, Interval, Points, Space
from theorems.arithmetic.base import OutsideArithmeticError
from theorems.arithmetic.dual import Dual
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.functions import exp, standard_part
from theorems.arithmetic.matrix import Mat, column
from theorems.arithmetic.series import Series
from theorems.evaluate import Evaluator, as_scalar
from theorems.from_sympy import term_of
from theorems.term import Term


@dataclass(frozen=True)
class FamilyModel:
    """A family of the zoo, looked at in one generic point.

    name          its name in `derivations.families`.
    parameters    names of its coordinates.
    observations  names of the observed variables.
    log_density   the log-density as a term in both.
    support       where the data live.
    at            a generic parameter point.
    """

    name: str
    parameters: tuple[str, ...]
    observations: tuple[str, ...]
    log_density: Term
    support: Any
    at: tuple[float, ...]


@cache
def family_model(name: str) -> FamilyModel:
    """The family of that name as terms, at a point inside its domain.

    Raises NoTermError where its log-density cannot be written in terms.
    """
    from derivations import families

    family = families.load(name)
    point = tuple(generic(domain, k) for k, domain in enumerate(family.domains))
    return FamilyModel(
        name,
        tuple(str(p.name) for p in family.parameters),
        tuple(str(x.name) for x in family.observations),
        term_of(family.log_density),
        numeric_support(family),
        point,
    )


def generic(domain: Any, k: int) -> float:
    """A point of an open interval that is nobody's favourite."""
    import sympy

    lower, upper = (None if e in (sympy.oo, -sympy.oo) else float(e) for e in (domain.lower, domain.upper))
    share = (0.27, 0.41, 0.63)[k % 3]
    if lower is not None and upper is not None:
        return lower + share * (upper - lower)
    if lower is not None:
        return lower + 1 + share
    return share


def numeric_support(family: Any) -> Any:
    """The support in the words of `numeric`; moving ends are not for this road."""
    from derivations import family as kinds

    support = family.support
    if isinstance(support, kinds.Naturals):
        return Integers()
    if isinstance(support, kinds.Finite):
        return Points(np.array([float(value) for value in support.values]))
    if isinstance(support, kinds.Reals):
        return Interval() if support.dimension == 1 else Space(np.zeros(support.dimension))
    lower, upper = (float(end) for end in (support.lower, support.upper))
    return Interval(lower, upper)


@dataclass(frozen=True)
class FamilyLaw:
    """A family as a law: its mean is a quadrature over the data, its parameter may carry jets.

    fixed  the parameter where the law has none of its own (the law of the data), else None.
    """

    model: FamilyModel
    fixed: tuple[float, ...] | None = None

    def bound(self, ev: Evaluator, parameter: Any, outcome: Any) -> Evaluator:
        """The family's own names bound to a parameter and an outcome."""
        values = (
            parameter.entries
            if isinstance(parameter, Mat)
            else [ev.arithmetic.dtype(x) for x in self.fixed or ()]
        )
        names = dict(zip(self.model.parameters, values, strict=True))
        columns = outcome if isinstance(outcome, tuple) else (outcome,)
        return ev.binding(**names, **dict(zip(self.model.observations, columns, strict=True)))

    def log_density(self, ev: Evaluator, parameter: Any, outcome: Any) -> Any:
        """log p(outcome | parameter)."""
        return as_scalar(self.bound(ev, parameter, outcome)(self.model.log_density))

    def density(self, ev: Evaluator, parameter: Any, outcome: Any) -> Any:
        """p(outcome | parameter)."""
        return exp(ev.arithmetic, self.log_density(ev, parameter, outcome))

    def mean(self, ev: Evaluator, parameter: Any, body: Term) -> Any:
        """E[body] by the quadrature of `numeric`; infinitesimals of the parameter reweight the nodes.

        Raises OutsideArithmeticError outside of floats, and where the quadrature does not settle.
        """
        if ev.arithmetic.name != "floats":
            raise OutsideArithmeticError(f"the family {self.model.name!r} is integrated in floats only.")
        base = None
        if isinstance(parameter, Mat):
            base = column(
                [np.asarray(standard_part(x), dtype=ev.arithmetic.dtype) for x in parameter.entries]
            )
        nodes, weights = self.rule(ev, base)
        inner = ev.binding(**{"@outcome": nodes})
        value = inner(body)
        ratio: Any = 1
        if isinstance(parameter, Mat) and any(isinstance(x, Dual | Series) for x in parameter.entries):
            shift = self.log_density(inner, parameter, nodes) - self.log_density(inner, base, nodes)
            ratio = exp(ev.arithmetic, shift)
        if isinstance(value, Mat):
            return value.map(lambda v: weighted(v * ratio, weights))
        return weighted(value * ratio, weights)

    def rule(self, ev: Evaluator, base: Any) -> tuple[Any, Any]:
        """Nodes (an array, or a tuple of arrays per variable) and weights at a parameter.

        The rule is made once, in float64, and serves both precisions.
        """
        point = self.fixed or tuple(float(np.ravel(x)[0]) for x in base.entries)
        return quadrature(self.model.name, point)


@cache
def quadrature(name: str, point: tuple[float, ...]) -> tuple[Any, Any]:
    """The quadrature rule of a family at a parameter point.

    Raises OutsideArithmeticError where the rule does not settle.
    """
    model = family_model(name)
    law = FamilyLaw(model, point)
    ev = Evaluator(Floats(np.float64), {}, len(point))

    def logp(x: Any) -> Any:
        outcome = tuple(x.T) if np.ndim(x) > 1 else x
        with np.errstate(all="ignore"):
            return np.broadcast_to(law.log_density(ev, None, outcome), (len(x),))

    try:
        found = rule(logp, model.support)
    except NumericError as error:
        raise OutsideArithmeticError(f"quadrature over {name!r} at {point}: {error}") from error
    nodes = tuple(found.nodes.T) if found.nodes.ndim > 1 else found.nodes
    return nodes, found.weights


def weighted(value: Any, weights: Any) -> Any:
    """Σ w · value over the nodes, through jets."""
    if isinstance(value, Dual):
        return Dual(weighted(value.a, weights), weighted(value.b, weights), value.tag)
    if isinstance(value, Series):
        return Series(tuple(weighted(c, weights) for c in value.coefficients))
    return np.sum(np.broadcast_to(value, weights.shape) * weights)


def families_of_dimension(names: Sequence[str], n: int) -> list[FamilyModel]:
    """The families among `names` that have n parameters."""
    return [model for model in map(family_model, names) if len(model.parameters) == n]
