"""A family from the text of its log-density, with the sets of its symbols and conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations import family as kinds
from derivations.family import (
    Counts,
    Family,
    FamilyError,
    Finite,
    Interval,
    Naturals,
    PositiveDefinite,
    Reals,
)
from derivations.text import (
    Declared,
    Integers,
    TextError,
    read_condition,
    read_expression,
    read_fixed,
    read_parameter,
    read_variable,
)
from theorems.portraits.points import generic_points
from theorems.portraits.request import InputError, Request

SIZES = 12  # points of the box at which the sign of what stands in a logarithm is looked at


def family_of_text(request: Request) -> tuple[Family, tuple[Declared, ...], tuple[Any, ...]]:
    """The family, the sets of its parameters and fixed symbols, and conditions that its logarithms need.

    Raises InputError for what is not in the notation, and for supports that there is no rule for.
    """
    if not request.variables or not request.parameters:
        raise InputError("a density needs at least one --variable and one --parameter.")
    names: dict[str, Symbol] = {}
    fixed = _declarations("--fixed", request.fixed, read_fixed, names)
    parameters = _declarations("--parameter", request.parameters, read_parameter, names)
    _require_free_suffixes(fixed, parameters)
    variables = _declarations("--variable", request.variables, read_variable, names)
    conditions = [_read("--where", read_condition, text, names) for text in request.where]
    log_density = _read("--density", read_expression, request.density, names)
    observed = {v.symbol for v in variables}
    flat = list(chain.from_iterable(sp.And.make_args(c) for c in conditions))
    about = [c for c in flat if c.free_symbols & observed]
    where = tuple(c for c in flat if not c.free_symbols & observed)
    declared = (*parameters, *fixed)
    inferred = _inferred(log_density, declared, where, observed)
    try:
        family = Family(
            name="density",
            title="a density given as text",
            parameters=tuple(p.symbol for p in parameters),
            domains=tuple(p.domain for p in parameters if isinstance(p.domain, Interval)),
            observations=tuple(v.symbol for v in variables),
            support=_support(variables, about, log_density),
            log_density=log_density,
            fixed=tuple(f.symbol for f in fixed),
            where=(*where, *inferred),
        )
    except FamilyError as error:
        raise InputError(str(error)) from None
    return family, declared, inferred


def _require_free_suffixes(fixed: Sequence[Declared], parameters: Sequence[Declared]) -> None:
    """Check that no fixed symbol has the name that a parameter has at one of two points."""
    taken = {f"{p.symbol.name}_{k}": p.symbol.name for p in parameters for k in (1, 2)}
    for symbol in (f.symbol.name for f in fixed):
        if symbol in taken:
            raise InputError(
                f"in --fixed: {symbol} is what divergences and distances call {taken[symbol]} at one of their "
                "two points; choose another name."
            )


def _declarations(
    option: str,
    texts: Sequence[str],
    read: Callable[[str, Mapping[str, Symbol]], Declared],
    names: dict[str, Symbol],
) -> list[Declared]:
    found = []
    for text in texts:
        one = _read(option, read, text, names)
        names[one.symbol.name] = one.symbol
        found.append(one)
    return found


def _read(option: str, read: Callable[..., Any], text: str, names: Mapping[str, Symbol]) -> Any:
    try:
        return read(text, names)
    except TextError as error:
        raise InputError(f"in {option}: {error}") from None


# -- the support -------------------------------------------------------------------------------


def _support(variables: Sequence[Declared], about: Sequence[Any], log_density: Expr) -> Any:
    """Where the density lives.  Raises InputError for a set that no rule here knows."""
    x = [v.symbol for v in variables]
    if len(variables) == 1:
        narrowed = _narrowed(variables[0], about)
        if narrowed is not None:
            return _line(narrowed)
    known = {_gap(c) for c in about}
    total = sp.Add(*x)
    last = {v.domain.last for v in variables if isinstance(v.domain, Integers) and v.domain.first == 0}
    if len(last) == 1 and all(isinstance(v.domain, Integers) for v in variables):
        rest = sp.expand(next(iter(last)) - total)
        if known == {rest} or (not known and _vanishes_beyond(rest, log_density)):
            return Counts(next(iter(last)), len(x))
    domains = [v.domain for v in variables if isinstance(v.domain, Interval)]
    if len(domains) == len(x):
        if not about and all(d == Interval() for d in domains):
            return Reals(len(x))
        if _is_simplex(x, domains, known, log_density):
            return kinds.Simplex(len(x))
        ranges = [Interval(sp.S.Zero, sp.oo), Interval(), Interval(sp.S.Zero, sp.oo)]
        if len(x) == 3 and domains == ranges and known == {sp.expand(x[0] * x[2] - x[1] ** 2)}:
            return PositiveDefinite(2)
    sets = ", ".join(f"{v.symbol} in {v.domain}" for v in variables)
    raise InputError(
        f"there is no rule for the support {sets}{' where ' if about else ''}{', '.join(map(str, about))}. "
        "Known: one variable in an interval or a range of integers; several over the line; counts x, y in {0..n} "
        "where x + y <= n; a simplex x, y in (0,1) where x + y < 1; positive definite a in (0,oo), b in (-oo,oo), "
        "c in (0,oo) where b**2 < a*c."
    )


def _line(variable: Declared) -> Any:
    domain = variable.domain
    if isinstance(domain, Finite):
        return domain
    if isinstance(domain, Interval):
        return Reals() if domain == Interval() else domain
    if domain.first.is_infinite:
        raise InputError(f"{variable.symbol} in {domain}: a range of integers needs a first one.")
    if (domain.first, domain.last) == (0, sp.oo):
        return Naturals()
    return kinds.Integers(domain.first, domain.last)


def _narrowed(variable: Declared, about: Sequence[Any]) -> Declared | None:
    """An interval cut by conditions such as x < t; None where one is not linear, or two ends cannot be compared."""
    x, domain = variable.symbol, variable.domain
    if not about:
        return variable
    if not isinstance(domain, Interval):
        return None
    ends = [domain.lower, domain.upper]
    for gap in map(_gap, about):
        slope = gap.coeff(x, 1)
        end = sp.expand(slope * x - gap) / slope if slope.is_number and slope != 0 else x
        if end.has(x):
            return None
        side = int(slope.is_negative)
        sooner, later = (end, ends[side]) if side else (ends[side], end)
        if sp.StrictLessThan(sooner, later) == sp.true or ends[side].is_infinite:
            ends[side] = end
        elif sp.GreaterThan(sooner, later) != sp.true:
            return None
    return Declared(x, Interval(*ends))


def _gap(condition: Any) -> Expr:
    """What is positive, or not negative, where an inequality holds."""
    if not isinstance(condition, sp.Rel) or isinstance(condition, sp.Eq | sp.Ne):
        raise InputError(f"in --where: {condition} is no inequality between two sides.")
    return sp.expand(condition.gts - condition.lts)


def _is_simplex(x: Sequence[Symbol], domains: Sequence[Interval], known: set[Expr], density: Expr) -> bool:
    if len(x) < 2 or any(d.lower != 0 for d in domains):
        return False
    rest = sp.expand(1 - sp.Add(*x))
    nested = not known and all(sp.expand(d.upper - 1 + sp.Add(*x[:i])) == 0 for i, d in enumerate(domains))
    unit = all(d.upper == 1 for d in domains)
    return nested or (unit and (known == {rest} or (not known and _in_a_log(rest, density))))


def _vanishes_beyond(rest: Expr, log_density: Expr) -> bool:
    """Whether a factorial of what is left makes the density zero where that is negative."""
    found = {a.args[0] for a in log_density.atoms(sp.factorial)}
    found |= {a.args[0] - 1 for a in log_density.atoms(sp.gamma, sp.loggamma)}
    return any(sp.expand(a - rest) == 0 for a in found)


def _in_a_log(rest: Expr, log_density: Expr) -> bool:
    return any(sp.expand(a.args[0] - rest) == 0 for a in log_density.atoms(sp.log))


# -- conditions --------------------------------------------------------------------------------


def _inferred(
    log_density: Expr, declared: Sequence[Declared], where: Sequence[Any], observed: set[Symbol]
) -> tuple[Any, ...]:
    """Conditions on the parameters without which a logarithm or a root is not real on part of the box."""
    bases = {a.args[0] for a in log_density.atoms(sp.log)}
    bases |= {a.base for a in log_density.atoms(sp.Pow) if a.exp.is_Rational and a.exp.q % 2 == 0}
    open_ = [b for b in bases if b.free_symbols and not b.free_symbols & observed and not b.is_positive]
    found: list[Any] = []
    if open_:
        box = generic_points(declared, where, count=SIZES)
        for base in sorted(open_, key=str):
            values = [sp.N(base.subs(p, simultaneous=True)) for p in box]
            if not all(v.is_positive for v in values):
                found.append(sp.StrictGreaterThan(base, 0))
    return tuple(found)
