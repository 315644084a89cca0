"""Jeffreys' prior sqrt(det I), whether it is proper, and its normalising constant.

A prior that is a product of functions of one coordinate each, on a box, is proper if and only if each factor is
integrable.  One that is not a product is improper if for all values of the others the integral over one coordinate
diverges (Tonelli); the converse is not decided here.  On a simplex, c*p_0^(a_0 - 1)*...*p_n^(a_n - 1) is Dirichlet's
density, with the integral c*Gamma(a_0)*...*Gamma(a_n)/Gamma(a_0 + ... + a_n).

Source: [Jeffreys1946]; [KassWasserman1996].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.family import Interval
from derivations.geometry.antiderivative import root_integral
from derivations.geometry.ends import converges
from derivations.geometry.errors import MetricError
from derivations.geometry.exact import determinant
from derivations.geometry.outcomes import Decision, Found, NotFound
from derivations.geometry.tensors import check_metric

Points = Sequence[Mapping[Symbol, Any]]


def jeffreys_prior(metric: Any, coordinates: Sequence[Symbol], *, points: Points) -> Expr:
    """sqrt(det g) without constant factors, positive.

    metric       (n, n), in n coordinates.
    points       generic points of the domain, which give each factor its sign.

    Raises MetricError for a determinant that is zero, or not positive at a point.

    >>> p = Symbol("p", positive=True)
    >>> jeffreys_prior(sp.Matrix([[1 / (p * (1 - p))]]), (p,), points=[{p: sp.Rational(2, 7)}])
    1/(sqrt(p)*sqrt(1 - p))
    """
    g = check_metric(metric, coordinates)
    found = sp.factor(determinant(g))
    values = [sp.N(found.subs(dict(p), simultaneous=True)) for p in points]
    if found == 0 or not all(v.is_positive for v in values):
        raise MetricError(f"The metric has determinant {found}, with values {values}: it has to be positive.")
    _, moving = found.as_independent(*coordinates, as_Add=False)
    prior = sp.S.One
    for factor in sp.Mul.make_args(moving):
        base, power = factor.as_base_exp()
        negative = sp.N(base.subs(dict(points[0]), simultaneous=True)).is_negative
        prior *= (sp.expand(-base) if negative else base) ** (power / 2)
    return prior


def is_proper(
    prior: Expr, coordinates: Sequence[Symbol], domains: Sequence[Interval], *, where: Sequence[Any] = ()
) -> Decision:
    """Decide whether the integral of a prior over the domain is finite.

    prior        positive on the domain, in n coordinates and fixed symbols.
    domains      n open intervals; all numbers, or those of a simplex, (0, 1), (0, 1 - p_1), ...
    where        conditions that cut the box; only p_1 + ... + p_n < 1 is understood.
    """
    x = list(coordinates)
    if _is_simplex(x, domains, where):
        exponents = _dirichlet(prior, x)
        if isinstance(exponents, NotFound):
            return Decision(None, exponents.reason)
        return _all_positive(exponents[1])
    if where or any((sp.sympify(e).free_symbols & set(x)) for d in domains for e in (d.lower, d.upper)):
        return Decision(None, "the domain is neither a box nor a simplex")
    factors = _factors(prior, x)
    if factors is None:
        return _slices(prior, x, domains)
    decisions = [converges(factors[c], c, d) for c, d in zip(x, domains, strict=True)]
    for verdict in (False, None):
        for decision in decisions:
            if decision.holds is verdict:
                return decision
    return Decision(True, "; ".join(d.why for d in decisions))


def normalising_constant(
    prior: Expr,
    coordinates: Sequence[Symbol],
    domains: Sequence[Interval],
    *,
    points: Points = (),
    where: Sequence[Any] = (),
) -> Found[Expr] | NotFound:
    """The integral of a proper prior, as it is written, over the domain, or why there is no closed form here.

    The arguments are those of is_proper; points as in jeffreys_prior.
    """
    proper = is_proper(prior, coordinates, domains, where=where)
    if not proper:
        return NotFound(f"The prior is not shown to be proper: {proper.why}.")
    x = list(coordinates)
    if _is_simplex(x, domains, where):
        found = _dirichlet(prior, x)
        if isinstance(found, NotFound):
            return found
        scale, exponents = found
        value = scale * sp.prod(map(sp.gamma, exponents)) / sp.gamma(sp.Add(*exponents))
        return Found(value, "Dirichlet's integral", proper)
    factors = _factors(prior, x)
    if factors is None:
        return NotFound(
            "The prior is no product of functions of one coordinate each. Integrate it numerically."
        )
    total = sp.S.One
    for c, domain in zip(x, domains, strict=True):
        along = root_integral(factors[c] ** 2, c, domain, points=points)
        if isinstance(along, NotFound):
            return along
        total *= sp.limit(along.value, c, domain.upper, "-") - sp.limit(along.value, c, domain.lower, "+")
    return Found(sp.expand(total), "antiderivatives", proper)


def _factors(prior: Expr, x: Sequence[Symbol]) -> dict[Symbol, Expr] | None:
    """The prior as a product of one function for each coordinate; constants go to the first."""
    found = dict.fromkeys(x, sp.S.One)
    for factor in sp.Mul.make_args(sp.expand_power_base(sp.powdenest(prior))):
        seen = factor.free_symbols & set(x)
        if len(seen) > 1:
            return None
        found[next(iter(seen)) if seen else x[0]] *= factor
    return found


def _slices(prior: Expr, x: Sequence[Symbol], domains: Sequence[Interval]) -> Decision:
    """Improper if one slice diverges whatever the other coordinates are."""
    reasons = []
    for c, domain in zip(x, domains, strict=True):
        decision = converges(prior, c, domain)
        if decision.holds is False:
            return Decision(False, f"for any values of the other coordinates, {decision.why}")
        reasons.append(decision.why)
    return Decision(
        None,
        f"the prior {prior} is no product of functions of one coordinate each, and its slices do not diverge: "
        f"{'; '.join(reasons)}",
    )


def _is_simplex(x: Sequence[Symbol], domains: Sequence[Interval], where: Sequence[Any]) -> bool:
    if where and all(d.lower == 0 and d.upper == 1 for d in domains):
        strict = all(isinstance(c, sp.StrictLessThan | sp.StrictGreaterThan) for c in where)
        return strict and {sp.expand(c.gts - c.lts) for c in where} == {1 - sp.Add(*x)}
    rest = [sp.expand(d.upper - 1 + sp.Add(*x[:i])) for i, d in enumerate(domains)]
    return len(x) > 1 and not where and all(d.lower == 0 for d in domains) and all(e == 0 for e in rest)


def _dirichlet(prior: Expr, x: Sequence[Symbol]) -> tuple[Expr, list[Expr]] | NotFound:
    """c and the exponents a_0, ..., a_n of c*prod p_i^(a_i - 1)."""
    rest = 1 - sp.Add(*x)
    powers = dict.fromkeys([rest, *x], sp.S.One)
    scale = sp.S.One
    for factor in sp.Mul.make_args(sp.expand_power_base(prior)):
        base, power = factor.as_base_exp()
        if not factor.has(*x):
            scale *= factor
        elif base in powers and not power.has(*x):
            powers[base] += power
        else:
            return NotFound(f"the factor {factor} is no power of a probability")
    return scale, list(powers.values())


def _all_positive(found: Sequence[Expr]) -> Decision:
    bad = [a for a in found if a.is_nonpositive]
    if bad:
        return Decision(False, f"an exponent of a probability is {bad[0] - 1}, not above -1")
    if all(a.is_positive for a in found):
        return Decision(True, f"a Dirichlet density with exponents {', '.join(str(a) for a in found)}")
    return Decision(None, f"the exponents {', '.join(map(str, found))} depend on fixed symbols")
