"""Exponential families: log p = eta(theta).T(x) - psi + h(x), and what follows from psi alone.

    mean parameters   m    = E[T] = d psi/d eta
    Fisher matrix     G    = d^2 psi/d eta^2 = d m/d eta
    Amari-Chentsov    T    = d^3 psi/d eta^3
    dual potential    phi  = eta.m - psi,   eta = d phi/d m
    divergence        KL(p_1 | p_2) = psi_2 - psi_1 - (eta_2 - eta_1).m_1, the Bregman divergence of psi

All are computed in theta by the chain rule with J = d eta/d theta, so that eta need not be inverted; where it can
be, `in_natural` and `in_mean` write the potentials in their own coordinates.
Source: [AmariNagaoka2000, sec. 3.3 to 3.5]; [Brown1986, ch. 1 to 3].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.geometry.exact import determinant, inverse
from derivations.geometry.inversion import invert
from derivations.geometry.natural_form import split
from derivations.geometry.outcomes import Decision, Found, NotFound, decide_zero
from derivations.geometry.points import second_point
from derivations.geometry.tensors import Tensor, symmetric_tensor
from derivations.tidy import tidy

Points = Sequence[Mapping[Symbol, Any]]


@dataclass(frozen=True)
class ExponentialFamily:
    """log p = natural.statistics - log_partition + carrier, minimal and full.

    parameters     theta, n symbols.
    natural        eta(theta), n expressions.
    statistics     T(x), n expressions.
    log_partition  psi, in theta.
    carrier        h(x).
    """

    parameters: tuple[Symbol, ...]
    natural: tuple[Expr, ...]
    statistics: tuple[Expr, ...]
    log_partition: Expr
    carrier: Expr

    @cached_property
    def jacobian(self) -> Any:
        """J = d eta/d theta, (n, n)."""
        return sp.Matrix(self.natural).jacobian(list(self.parameters))

    @cached_property
    def mean(self) -> tuple[Expr, ...]:
        """m = E[T] = J^-T d psi/d theta, n expressions in theta."""
        slope = sp.Matrix([sp.diff(self.log_partition, p) for p in self.parameters])
        return tuple(tidy(inverse(self.jacobian.T) * slope))

    @cached_property
    def dual_potential(self) -> Expr:
        """phi = eta.m - psi, in theta: the negative entropy, up to E[h]."""
        products = (e * m for e, m in zip(self.natural, self.mean, strict=True))
        return tidy(sp.Add(*products) - self.log_partition)

    @cached_property
    def metric(self) -> Any:
        """The Fisher matrix in theta, J.T * dm/dtheta, (n, n)."""
        return tidy(self.jacobian.T * sp.Matrix(self.mean).jacobian(list(self.parameters)))

    @cached_property
    def natural_metric(self) -> Any:
        """The Fisher matrix in eta, dm/deta = d^2 psi/d eta^2, written in theta, (n, n)."""
        return tidy(sp.Matrix(self.mean).jacobian(list(self.parameters)) * inverse(self.jacobian))

    @cached_property
    def amari_chentsov(self) -> Tensor:
        """T_ijk in theta: sum J_ai J_bj d_k G_ab with G the Fisher matrix in eta, n x n x n."""
        J, G = self.jacobian, self.natural_metric

        def entry(i: int, j: int, k: int) -> Expr:
            return tidy((J[:, i].T * G.diff(self.parameters[k]) * J[:, j])[0])

        return symmetric_tensor(len(self.parameters), 3, entry)

    def kl(self, first: Sequence[Any] | None = None, second: Sequence[Any] | None = None) -> Expr:
        """KL(p_1 | p_2) = psi_2 - psi_1 - (eta_2 - eta_1).m_1.

        first, second  points; parameters named x_1 and x_2 for each x if not given.
        """
        a, b = second_point(self.parameters)
        at_a = dict(zip(self.parameters, a if first is None else first, strict=True))
        at_b = dict(zip(self.parameters, b if second is None else second, strict=True))
        gap = self.log_partition.subs(at_b, simultaneous=True) - self.log_partition.subs(
            at_a, simultaneous=True
        )
        for e, m in zip(self.natural, self.mean, strict=True):
            step = e.subs(at_b, simultaneous=True) - e.subs(at_a, simultaneous=True)
            gap -= step * m.subs(at_a, simultaneous=True)
        return tidy(gap)


@dataclass(frozen=True)
class Potential:
    """A convex potential in its own affine coordinates.

    coordinates  n symbols.
    value        the potential.
    parameters   the family's parameters in terms of the coordinates.
    """

    coordinates: tuple[Symbol, ...]
    value: Expr
    parameters: tuple[Expr, ...]

    @property
    def gradient(self) -> tuple[Expr, ...]:
        """The dual coordinates, n expressions."""
        return tuple(tidy(sp.diff(self.value, c)) for c in self.coordinates)

    @property
    def hessian(self) -> Any:
        """The Fisher matrix in these coordinates, (n, n)."""
        return tidy(sp.hessian(self.value, list(self.coordinates)))

    def bregman(self, first: Sequence[Any], second: Sequence[Any]) -> Expr:
        """F(first) - F(second) - (first - second).grad F(second)."""
        at = [dict(zip(self.coordinates, map(sp.sympify, p), strict=True)) for p in (first, second)]
        step = [a - b for a, b in zip(at[0].values(), at[1].values(), strict=True)]
        slope = (g.subs(at[1], simultaneous=True) for g in self.gradient)
        drop = self.value.subs(at[0], simultaneous=True) - self.value.subs(at[1], simultaneous=True)
        return tidy(drop - sp.Add(*(s * g for s, g in zip(step, slope, strict=True))))


def exponential_family(
    log_density: Expr,
    parameters: Sequence[Symbol],
    observations: Sequence[Symbol],
    *,
    points: Points = (),
) -> Found[ExponentialFamily] | NotFound:
    """The natural form of a log-density, or why it has none as it is written.

    log_density   log p on a support that does not move.
    parameters    n symbols; other symbols but the observations are fixed.
    observations  the observed variables.
    points        generic points of the domain, observations included, where formulas are tried.

    >>> x, l = Symbol("x", integer=True, nonnegative=True), Symbol("l", positive=True)
    >>> exponential_family(x*sp.log(l) - l - sp.log(sp.factorial(x)), [l], [x]).value.natural
    (log(l),)
    """
    found = split(log_density, parameters, observations)
    if isinstance(found, NotFound):
        return found
    count, n = len(found.statistics), len(parameters)
    if count != n:
        kind = (
            "curved: a submodel of a larger exponential family"
            if count > n
            else "not identified by its density"
        )
        statistics = ", ".join(map(str, found.statistics))
        return NotFound(
            f"{n} parameters but {count} independent statistics ({statistics}): the family is {kind}."
        )
    family = ExponentialFamily(
        tuple(parameters), found.natural, found.statistics, found.log_partition, found.carrier
    )
    if determinant(family.jacobian) == 0:
        return NotFound(
            "The natural parameters depend on each other: the family is not identified by its density."
        )
    terms = (e * t for e, t in zip(family.natural, family.statistics, strict=True))
    gap = log_density - (sp.Add(*terms) - family.log_partition + family.carrier)
    confirmed = decide_zero([gap], points=points, of="log p minus the natural form")
    return Found(family, "term by term", confirmed) if confirmed else NotFound(confirmed.why)


def in_natural(family: ExponentialFamily, *, points: Points) -> Found[Potential] | NotFound:
    """psi in the natural parameters eta_1, ..., or why eta has no inverse in closed form.

    points  generic points of the domain.
    """
    return _potential(family, family.natural, family.log_partition, "eta", points)


def in_mean(family: ExponentialFamily, *, points: Points) -> Found[Potential] | NotFound:
    """phi in the mean parameters m_1, ..., or why the mean has no inverse in closed form.

    points  generic points of the domain.
    """
    return _potential(family, family.mean, family.dual_potential, "m", points)


def _potential(
    family: ExponentialFamily, forms: Sequence[Expr], potential: Expr, letter: str, points: Points
) -> Found[Potential] | NotFound:
    taken = {s.name for s in sp.Tuple(*forms, potential, *family.parameters).free_symbols}
    while any(f"{letter}_{i + 1}" in taken for i in range(len(forms))):
        letter += "0"
    onto = tuple(_symbol(f"{letter}_{i + 1}", form) for i, form in enumerate(forms))
    inverse = invert(forms, family.parameters, onto, points=points)
    if isinstance(inverse, NotFound):
        return NotFound(f"The {letter}-coordinates are not inverted: {inverse.reason}")
    there = dict(zip(family.parameters, inverse.value, strict=True))
    value = tidy(one_fraction_logs(potential.subs(there, simultaneous=True)))
    found = Potential(onto, value, inverse.value)
    confirmed = _is_potential(family, found, forms, points)
    if confirmed.holds is False:
        return NotFound(f"The potential {value} in the {letter}-coordinates is refuted: {confirmed.why}")
    return Found(found, inverse.route, confirmed)


def one_fraction_logs(expression: Expr) -> Expr:
    """Write the argument of each logarithm as one fraction, and open what is known to be positive."""
    plain = expression.replace(sp.log, lambda a: sp.log(_cancelled(a)))
    return sp.expand_log(plain, force=False)


def _cancelled(argument: Expr) -> Expr:
    opened = sp.powsimp(sp.expand_power_exp(argument)) if argument.has(sp.exp) else argument
    return sp.cancel(sp.together(opened)) if opened.is_rational_function() or opened.has(sp.exp) else opened


def _symbol(name: str, form: Expr) -> Symbol:
    """A real symbol that has the sign of what it stands for, where that is known."""
    if form.is_positive:
        return Symbol(name, positive=True)
    return Symbol(name, negative=True) if form.is_negative else Symbol(name, real=True)


def _is_potential(
    family: ExponentialFamily, potential: Potential, forms: Sequence[Expr], points: Points
) -> Decision:
    """The gradient has to be the other coordinates, the Hessian the Fisher matrix."""
    back = dict(zip(potential.coordinates, forms, strict=True))
    natural = forms is family.natural
    other = family.mean if natural else family.natural
    J = sp.Matrix(forms).jacobian(list(family.parameters))
    hessian = J.T * potential.hessian.subs(back, simultaneous=True) * J
    gaps = [g.subs(back, simultaneous=True) - o for g, o in zip(potential.gradient, other, strict=True)]
    return decide_zero(
        [*gaps, *(hessian - family.metric)], points=points, of="gradient and Hessian of the potential"
    )
