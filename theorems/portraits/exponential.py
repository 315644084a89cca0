"""What the form of an exponential family gives to a portrait: the form itself, Renyi's and the alpha-divergences.

The Bregman divergence of the log-partition is the divergence KL, and the affinity int p^a*q^(1 - a) follows from
the log-partition alone; both are measured from the log-density before they are reported.
"""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.family import Family
from derivations.geometry.exponential_family import (
    ExponentialFamily,
    Potential,
    exponential_family,
    in_mean,
    in_natural,
)
from derivations.geometry.outcomes import Found, NotFound
from derivations.geometry.points import second_point
from derivations.geometry.power_divergences import (
    affinity_condition,
    log_affinity,
    renyi_divergence,
)
from theorems.portraits.confirm import confirm_affinity, confirm_kl, pairs_of
from theorems.portraits.findings import Findings, free_name, nothing, text, texts
from theorems.portraits.shortened import positive, power, shortened
from theorems.portraits.subject import Subject

POWERS = ("renyi", "renyi_condition", "alpha_divergence")
NO_FORM = "It is read off the form of an exponential family. {}"
ORDER = sp.Rational(2, 5)  # of the affinity that is measured: inside (0, 1), and not its centre


def natural(subject: Subject) -> Findings:
    """The natural form, its potentials and the Bregman divergence; a potential that is not inverted says why."""
    found = _form(subject.family)
    if isinstance(found, NotFound):
        return nothing(("natural",), NO_FORM.format(found.reason))
    family = found.value
    bregman = family.kl()
    seen = confirm_kl(subject.written, bregman, pairs_of(subject))
    if seen.disagrees:
        return nothing(("natural",), f"CONTRADICTION with what is measured: {seen.disagrees}.")
    answer: dict[str, Any] = {
        "natural": texts(family.natural),
        "statistics": texts(family.statistics),
        "carrier": text(family.carrier),
        "log_partition": text(family.log_partition),
        "mean": texts(family.mean),
        "dual_potential": text(family.dual_potential),
        "bregman": text(bregman),
    }
    findings = Findings({"natural": answer})
    for name, invert in (("log_partition_natural", in_natural), ("dual_potential_mean", in_mean)):
        potential = invert(family, points=subject.points)
        answer[name] = text(potential.value.value) if isinstance(potential, Found) else None
        if isinstance(potential, NotFound):
            findings.reasons[f"natural.{name}"] = potential.reason
    return findings


def powers(subject: Subject) -> Findings:
    """D_a(p_1 | p_2), the condition under which it is finite, and D^(alpha)(p_1 | p_2), from the log-partition."""
    before = subject.family if subject.charted is None else subject.charted.before
    found = _form(before)
    if isinstance(found, NotFound):
        return nothing(POWERS, NO_FORM.format(found.reason))
    to_chart = _to_chart(subject)
    points = [{p: e.subs(point) for p, e in to_chart.items()} | point for point in subject.points]
    potential = in_natural(found.value, points=points)
    if isinstance(potential, NotFound):
        return nothing(POWERS, potential.reason)
    a, alpha = (_symbol(before, name) for name in ("a", "alpha"))
    there = _at_both(subject, to_chart)
    L = shortened(log_affinity(found.value, potential.value, a).subs(there, simultaneous=True))
    renyi = renyi_divergence(L, a, order=a)
    divergence = 4 / (1 - alpha**2) * (1 - sp.exp(shortened(L.subs(a, (1 - alpha) / 2))))
    at_order = (renyi.subs(a, ORDER), divergence.subs(alpha, 1 - 2 * ORDER))
    seen = confirm_affinity(subject.written, at_order, pairs_of(subject), order=ORDER)
    if seen.disagrees:
        return nothing(POWERS, f"CONTRADICTION with what is measured: {seen.disagrees}.")
    condition = _finite(before, found.value, potential.value, a).subs(there, simultaneous=True)
    return Findings(dict(zip(POWERS, (text(renyi), text(condition), text(divergence)), strict=True)))


def _form(family: Family) -> Found[ExponentialFamily] | NotFound:
    return exponential_family(family.log_density, family.parameters, family.observations)


def _to_chart(subject: Subject) -> dict[Symbol, Expr]:
    """The parameters before a chart in terms of the new ones; none where there is no chart."""
    moved = subject.charted
    return {} if moved is None else dict(zip(moved.before.parameters, moved.inverse, strict=True))


def _at_both(subject: Subject, to_chart: dict[Symbol, Expr]) -> dict[Symbol, Expr]:
    """The same at the two points: x_1 and x_2 of the parameters before, in those after."""
    old, new = second_point(tuple(to_chart)), second_point(subject.family.parameters)
    found: dict[Symbol, Expr] = {}
    for before, after in zip(old, new, strict=True):
        here = dict(zip(subject.family.parameters, after, strict=True))
        forms = (e.subs(here, simultaneous=True) for e in to_chart.values())
        found |= dict(zip(before, forms, strict=True))
    return found


def _symbol(family: Family, name: str) -> Symbol:
    """A positive order a, a real alpha, by a name that no fixed symbol has; parameters are suffixed here."""
    taken = {s.name for s in family.fixed}
    return Symbol(free_name(name, taken), **({"positive": True} if name == "a" else {"real": True}))


def _finite(given: Family, family: ExponentialFamily, potential: Potential, a: Symbol) -> Any:
    """Where a*eta_1 + (1 - a)*eta_2 is a natural parameter of the family; for 0 < a <= 1 it always is."""
    there = dict(zip(family.parameters, potential.parameters, strict=True))
    onto = dict(zip(potential.coordinates, _middle(family, a), strict=True))
    gaps = [c.gts - c.lts for c in given.where if c.free_symbols & set(family.parameters)]
    for p, domain in zip(family.parameters, given.domains, strict=True):
        gaps += [p - domain.lower] * domain.lower.is_finite + [domain.upper - p] * domain.upper.is_finite
    inside = [positive(gap.subs(there, simultaneous=True)) for gap in gaps]
    signs = sp.And.make_args(affinity_condition(family, potential, a))
    opened = (c.subs(onto, simultaneous=True).replace(sp.exp, power) for c in inside if c != sp.true)
    moved = [*signs, *opened]
    return sp.And(*(positive(c.gts - c.lts) if isinstance(c, sp.Rel) else c for c in moved))


def _middle(family: ExponentialFamily, a: Symbol) -> list[Expr]:
    first, second = (
        dict(zip(family.parameters, point, strict=True)) for point in second_point(family.parameters)
    )
    return [
        a * eta.subs(first, simultaneous=True) + (1 - a) * eta.subs(second, simultaneous=True)
        for eta in family.natural
    ]
