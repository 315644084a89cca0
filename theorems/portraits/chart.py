"""A family in a chart given as text: new coordinates in terms of its parameters.

The log-density is written in the new coordinates and everything is derived afresh there; that the metric pulled
back from the old ones is the same is a check (`agrees`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.charts import Chart, pull_back
from derivations.family import Family, Interval
from derivations.geometry.inversion import invert
from derivations.geometry.outcomes import Decision, NotFound, decide_zero
from derivations.text import Declared, TextError, read_chart
from theorems.portraits.points import generic_points
from theorems.portraits.request import InputError


@dataclass(frozen=True)
class Charted:
    """A family in new coordinates.

    family    in the new coordinates, n symbols.
    declared  the sets of the new coordinates, then of the fixed symbols.
    before    the family in the old ones.
    forms     each new coordinate in terms of the old ones.
    inverse   each old coordinate in terms of the new ones.
    """

    family: Family
    declared: tuple[Declared, ...]
    before: Family
    forms: tuple[Expr, ...]
    inverse: tuple[Expr, ...]

    def carried(self, values: Mapping[Symbol, Expr]) -> dict[Symbol, Expr]:
        """A point in the new coordinates, from one in the old ones."""
        new = {
            y: form.subs(dict(values), simultaneous=True)
            for y, form in zip(self.family.parameters, self.forms, strict=True)
        }
        return new | {s: values[s] for s in self.family.fixed}

    def pulled_back(self, metric: Any) -> Any:
        """A metric of the family before, (n, n), in the new coordinates."""
        changed = {
            p: e
            for p, e in zip(self.before.parameters, self.inverse, strict=True)
            if p not in self.family.parameters
        }
        # A coordinate that is kept is the same symbol on both sides, which a chart refuses.
        aside = {p: sp.Dummy(p.name, **p.assumptions0) for p in self.before.parameters if p not in changed}
        old = tuple(aside.get(p, p) for p in self.before.parameters)
        chart = Chart(old, self.family.parameters, self.inverse)
        return pull_back(sp.Matrix(metric).xreplace(aside), chart)


def charted(family: Family, declared: Sequence[Declared], text: str) -> Charted:
    """The family in the chart that a text gives.

    text  as in "mu, log(sigma)": one expression in the parameters for each new coordinate.

    Raises InputError for a chart of another dimension, without an inverse, or with a singular Jacobian.
    """
    names = {s.name: s for s in (*family.parameters, *family.fixed)}
    try:
        forms = read_chart(text, names)
    except TextError as error:
        said = f" Those of the family: {', '.join(names)}." if str(error).endswith("unknown name.") else ""
        raise InputError(f"in --chart: {error}{said}") from None
    if len(forms) != family.dimension:
        raise InputError(
            f"in --chart: {len(forms)} coordinates for the {family.dimension} parameters "
            f"{', '.join(map(str, family.parameters))}; give one for each."
        )
    points = generic_points(declared, family.where)
    _check_jacobian(forms, family, points)
    onto = tuple(_coordinate(f, i, family, names, points) for i, f in enumerate(forms))
    moving = [i for i, f in enumerate(forms) if f not in family.parameters]
    inverse = _inverse(forms, onto, moving, family, points)
    domains = tuple(_image(f, y, family) for f, y in zip(forms, onto, strict=True))
    changed = {p: e for p, e in zip(family.parameters, inverse, strict=True) if p != e}
    new = family.in_chart(
        family.name,
        changed,
        parameters=onto,
        domains=domains,
        title=f"{family.title or family.name} in {text}",
        where=_conditions(family, changed),
    )
    sets = tuple(Declared(y, d) for y, d in zip(onto, domains, strict=True))
    return Charted(new, (*sets, *declared[family.dimension :]), family, forms, inverse)


def agrees(pulled: Any, afresh: Any, points: Sequence[Mapping[Symbol, Any]]) -> Decision:
    """Decide whether the metric pulled back and the metric derived afresh are equal."""
    return decide_zero(pulled - afresh, points=points, of="the metric pulled back minus the metric afresh")


def _check_jacobian(forms: Sequence[Expr], family: Family, points: Sequence[Mapping[Symbol, Any]]) -> None:
    determinant = sp.Matrix(list(forms)).jacobian(list(family.parameters)).det()
    values = [sp.N(determinant.subs(dict(p), simultaneous=True)) for p in points]
    if any(not v.is_real or abs(v) < sp.Float("1e-20") for v in values):
        raise InputError(
            f"in --chart: its Jacobian has determinant {sp.factor(determinant)}, which is zero, or not real, "
            "inside the domain. The new coordinates have to determine the old ones."
        )


def _coordinate(
    form: Expr, i: int, family: Family, names: Mapping[str, Symbol], points: Sequence[Mapping[Symbol, Any]]
) -> Symbol:
    """A kept parameter is itself; a new coordinate is t1, t2, ... with what its range says of its sign."""
    if form in family.parameters:
        return form
    name = f"t{i + 1}"
    while name in names or name in {x.name for x in family.observations}:
        name = f"t{name}"
    image = _image(form, sp.Dummy(), family)
    if image.lower == 0:
        return Symbol(name, positive=True)
    return Symbol(name, negative=True) if image.upper == 0 else Symbol(name, real=True)


def _image(form: Expr, name: Symbol, family: Family) -> Interval:
    """The range of a coordinate: exact if it depends on one parameter, else what its sign says."""
    domains = dict(zip(family.parameters, family.domains, strict=True))
    seen = list(form.free_symbols & set(domains))
    if form in domains:
        return domains[form]
    if len(seen) == 1:
        domain = domains[seen[0]]
        ends = [sp.limit(form, seen[0], domain.lower, "+"), sp.limit(form, seen[0], domain.upper, "-")]
        if all(e.is_extended_real for e in ends) and ends[0] != ends[1]:
            return Interval(sp.Min(*ends), sp.Max(*ends))
    if form.is_positive:
        return Interval(sp.S.Zero, sp.oo)
    return Interval(-sp.oo, sp.S.Zero) if form.is_negative else Interval()


def _inverse(
    forms: Sequence[Expr],
    onto: Sequence[Symbol],
    moving: Sequence[int],
    family: Family,
    points: Sequence[Mapping[Symbol, Any]],
) -> tuple[Expr, ...]:
    """Each parameter in the new coordinates; kept ones stay out of the equations."""
    kept = {forms[i] for i in range(len(forms)) if i not in moving}
    unknown = [p for p in family.parameters if p not in kept]
    if not unknown:
        return tuple(family.parameters)
    found = invert([forms[i] for i in moving], unknown, [onto[i] for i in moving], points=points)
    if isinstance(found, NotFound):
        raise InputError(
            f"in --chart: no inverse was found and proved, and without one the chart is not known to be "
            f"invertible ({found.reason})."
        )
    values = dict(zip(unknown, found.value, strict=True))
    return tuple(values.get(p, p) for p in family.parameters)


def _conditions(family: Family, changed: Mapping[Symbol, Expr]) -> tuple[Any, ...]:
    """Conditions of the family, and ends of changed parameters, where they are not true of themselves."""
    found = [c.subs(dict(changed), simultaneous=True) for c in family.where]
    for p, domain in zip(family.parameters, family.domains, strict=True):
        if p in changed and len(changed[p].free_symbols) > 1:
            if domain.lower != -sp.oo:
                found.append(sp.StrictGreaterThan(changed[p] - domain.lower, 0))
            if domain.upper != sp.oo:
                found.append(sp.StrictGreaterThan(domain.upper - changed[p], 0))
    return tuple(c for c in found if c != sp.true)
