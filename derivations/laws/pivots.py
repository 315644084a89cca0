"""Changes of variable that carry a density to a law with known moments.

    power        x = (u/c)^(1/e)                   Weibull, Frechet, chi, inverse gamma, log-logistic, ...
    exponential  x = log(u)                        Gumbel, logistic
    logarithm    x = exp(u)                        lognormal
    halves       x = m + u and x = m - u           Student, Cauchy, generalised normal
    shift        x = c + u, c - u, a + (b - a)*u   Pareto, beta on another interval

Each is a bijection, or two; the density of u carries the Jacobian, and the constant of its law is proved, so
a pivot cannot make a law out of what is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.laws.monomials import power_terms, two_powers


@dataclass(frozen=True)
class Pivot:
    """A change of variable.

    u             the new variable.
    branches      x in terms of u; two where u folds the line, both of equal mass.
    log_jacobian  log |dx/du|.
    lower, upper  the ends of the interval of u.
    said          the pivot for the record.
    """

    u: Symbol
    branches: tuple[Expr, ...]
    log_jacobian: Expr
    lower: Expr
    upper: Expr
    said: str

    def log_density(self, log_density: Expr, x: Symbol) -> Expr:
        """The log-density of u, from one branch (`Halves` proves that the branches are equal)."""
        there = rewritten(log_density, {x: self.branches[0]})
        return opened(there + self.log_jacobian + sp.log(len(self.branches)), self.u)


def rewritten(expression: Expr, change: dict[Symbol, Expr]) -> Expr:
    """An expression after a change of variable, powers and logarithms of positive products opened."""
    there = expression.xreplace(change)
    there = there.replace(sp.exp, _exponential)
    return sp.powdenest(sp.expand_power_base(sp.expand_log(there)))


def _exponential(argument: Expr) -> Expr:
    """exp(c*log(g) + d) as g^c*exp(d): SymPy leaves it for symbols c."""
    value = sp.S.One
    for term in sp.Add.make_args(sp.expand(sp.expand_log(argument))):
        logs = [f for f in sp.Mul.make_args(term) if isinstance(f, sp.log)]
        value *= logs[0].args[0] ** (term / logs[0]) if len(logs) == 1 else sp.exp(term)
    return value


def opened(log_density: Expr, x: Symbol) -> Expr:
    """Logarithms of products opened, sums of two powers of x written c*x^e*(1 + d*x^f)."""

    def open_one(argument: Expr) -> Expr:
        if argument.is_Add and argument.has(x):
            argument = two_powers(argument, x) or sp.factor(argument)
        return sp.expand_log(sp.log(argument))

    plain = sp.expand_log(sp.expand_power_base(log_density.replace(sp.log, open_one)))
    return sp.expand(plain, power_base=True)


def candidates(log_density: Expr, x: Symbol, lower: Expr, upper: Expr) -> Iterator[Pivot]:
    """The pivots worth trying for a log-density on (lower, upper), most specific first."""
    if (lower, upper) == (0, sp.oo):
        yield from _on_half_line(log_density, x)
    elif (lower, upper) == (0, 1):
        yield from _on_unit_interval(log_density, x)
    elif (lower, upper) == (-sp.oo, sp.oo):
        yield from _on_line(log_density, x)
    else:
        yield _shift(x, lower, upper)


def _new(x: Symbol, *, positive: bool = True) -> Symbol:
    """u1 for an observation, u2 for u1, and so on."""
    depth = int(x.name[1:]) + 1 if isinstance(x, sp.Dummy) else 1
    assumption = {"positive": True} if positive else {"real": True}
    return sp.Dummy(f"u{depth}", **assumption)


def _said(new: Symbol, value: Any) -> str:
    return f"{new.name} = {value}".replace("_u", "u")


def _on_half_line(log_density: Expr, x: Symbol) -> Iterator[Pivot]:
    if any(isinstance(p, sp.Pow) and isinstance(p.base, sp.log) for p in log_density.atoms(sp.Pow)):
        y = _new(x, positive=False)
        yield Pivot(y, (sp.exp(y),), y, -sp.oo, sp.oo, _said(y, sp.log(x)))
    for e, c in _scales(log_density, x):
        if (e, c) != (1, 1) and c.is_positive and (e.is_positive or e.is_negative):
            yield _power(x, e, c)


def _scales(log_density: Expr, x: Symbol) -> Iterator[tuple[Expr, Expr]]:
    """(e, c) with log(1 + c*x^e) in the log-density, or with -c*x^e its only power."""
    for atom in sorted(log_density.atoms(sp.log), key=sp.default_sort_key):
        parts = power_terms(atom.args[0], x) if atom.args[0].is_Add and atom.has(x) else None
        if parts and len(parts) == 2 and parts.get(sp.S.Zero) == 1:
            yield next((e, c) for e, c in parts.items() if e != 0)
    bare = log_density.replace(sp.log, lambda a: sp.S.Zero if a.has(x) else sp.log(a))
    parts = power_terms(bare, x) or {}
    powers = [(e, -c) for e, c in parts.items() if e != 0]
    if len(powers) == 1:
        yield powers[0]


def _power(x: Symbol, e: Expr, c: Expr) -> Pivot:
    u = _new(x)
    value = sp.powdenest(sp.expand_power_base((u / c) ** (1 / e)))
    size = e if e.is_positive else -e
    jacobian = sp.expand_log(sp.log(value)) - sp.log(u) - sp.log(size)
    return Pivot(u, (value,), jacobian, sp.S.Zero, sp.oo, _said(u, sp.Mul(c, x**e)))


def _on_unit_interval(log_density: Expr, x: Symbol) -> Iterator[Pivot]:
    for atom in sorted(log_density.atoms(sp.log), key=sp.default_sort_key):
        parts = power_terms(atom.args[0], x) if atom.args[0].is_Add and atom.has(x) else None
        if parts and len(parts) == 2 and parts.get(sp.S.Zero) == 1:
            e, c = next((e, c) for e, c in parts.items() if e != 0)
            if c == -1 and e != 1 and e.is_positive:
                pivot = _power(x, e, sp.S.One)
                yield Pivot(pivot.u, pivot.branches, pivot.log_jacobian, sp.S.Zero, sp.S.One, pivot.said)


def _on_line(log_density: Expr, x: Symbol) -> Iterator[Pivot]:
    if any(a.has(x) for a in log_density.atoms(sp.exp, sp.cosh, sp.sinh, sp.tanh)):
        u = _new(x)
        yield Pivot(u, (sp.log(u),), -sp.log(u), sp.S.Zero, sp.oo, _said(u, sp.exp(x)))
    for m in _centres(log_density, x):
        u = _new(x)
        even = opened(log_density.xreplace({x: m + u}) - log_density.xreplace({x: m - u}), u)
        if sp.expand(even) == 0:
            yield Pivot(u, (m + u, m - u), sp.S.Zero, sp.S.Zero, sp.oo, _said(u, f"|{x - m}|"))


def _centres(log_density: Expr, x: Symbol) -> list[Expr]:
    """The kinks of absolute values, and the vertices of quadratics inside logarithms."""
    found: list[Expr] = []
    for kink in log_density.atoms(sp.Abs):
        slope = sp.diff(kink.args[0], x)
        if kink.has(x) and slope != 0 and not slope.has(x):
            found.append(sp.expand(x - kink.args[0] / slope))
    for atom in log_density.atoms(sp.log):
        argument = sp.expand(atom.args[0])
        if argument.is_polynomial(x) and sp.degree(argument, x) == 2:
            found.append(sp.cancel(-argument.coeff(x, 1) / (2 * argument.coeff(x, 2))))
    return sorted(set(found), key=sp.default_sort_key)


def _shift(x: Symbol, lower: Expr, upper: Expr) -> Pivot:
    u = _new(x)
    if upper == sp.oo:
        return Pivot(u, (lower + u,), sp.S.Zero, sp.S.Zero, sp.oo, _said(u, x - lower))
    if lower == -sp.oo:
        return Pivot(u, (upper - u,), sp.S.Zero, sp.S.Zero, sp.oo, _said(u, upper - x))
    width = upper - lower
    said = _said(u, (x - lower) / width)
    return Pivot(u, (lower + width * u,), sp.log(width), sp.S.Zero, sp.S.One, said)
