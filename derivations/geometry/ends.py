"""How a positive function behaves at the ends of an interval, and so whether its integral is finite.

At a finite end e let t = |x - e|, at an infinite one t = 1/|x|.  If f(x) ~ c*t^r as t -> 0, with c finite and not
zero, the integral of f converges there for r > -1 at a finite end, for r > 1 at an infinite one, and diverges
otherwise; where only t*f'/f -> r is known, all but the borderline is decided.  Polygamma functions are put in by
their expansions,

    at 0         psi_m(t) = psi_m(1 + t) - (-1)^m*m!/t^(m + 1)                       [DLMF, 5.15.5]
    at infinity  psi_1(z) ~ 1/z + 1/(2*z^2) + sum_k B_2k/z^(2*k + 1), and derivatives  [DLMF, 5.15.8, 5.15.9]

cut off at two lengths that have to give the same leading term.  What is no quotient of polynomials after that goes
to SymPy's limit of t*f'/f, if it is made of powers, logarithms and exponentials.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.family import Interval
from derivations.geometry.outcomes import Decision, NotFound, nonzero_value

LENGTHS = (5, 8)  # terms kept of an expansion; the leading term has to come out the same
INFINITY = sp.S.Infinity


@dataclass(frozen=True)
class Leading:
    """f ~ coefficient*t^power at an end; without a coefficient, t*f'/f tends to the power and no more is known."""

    coefficient: Expr | None
    power: Expr


def leading(f: Expr, x: Symbol, end: Expr, *, above: bool) -> Leading | NotFound:
    """The leading term of f at an end of an interval.

    f      positive near the end, in x and fixed symbols.
    end    the end: a number, an expression, or an infinity.
    above  whether the interval lies above the end.
    """
    t = sp.Dummy("t", positive=True)
    if end in {INFINITY, -INFINITY}:
        moved = f.subs(x, sp.sign(end) / t)
    else:
        moved = f.subs(x, end + t if above else end - t)
    found = [_rational_leading(moved, t, length) for length in LENGTHS]
    if found[0] is not None and found[0] == found[1]:
        return found[0]
    return _limit_leading(moved, t)


def converges(f: Expr, x: Symbol, domain: Interval) -> Decision:
    """Decide whether the integral of f over the domain is finite; f is positive and continuous inside.

    >>> x = Symbol("x", positive=True)
    >>> converges(1 / x, x, Interval(sp.S.Zero, sp.S.One)).holds
    False
    """
    reasons, open_end = [], ""
    for end, above in ((domain.lower, True), (domain.upper, False)):
        found = leading(f, x, sp.sympify(end), above=above)
        if isinstance(found, NotFound):
            open_end = open_end or found.reason
            continue
        infinite = end in {INFINITY, -INFINITY}
        bound = sp.S.One if infinite else -sp.S.One
        size, power = (x, -found.power) if infinite else (x - end, found.power)
        sentence = f"at {x} -> {end} it behaves as |{size}|^({power})"
        decided = found.power > bound
        if found.power == bound and found.coefficient is None:
            open_end = open_end or f"{sentence} up to slower factors, which decide"
        elif decided == sp.false:
            return Decision(False, f"{sentence}, which is not integrable")
        elif decided != sp.true:
            open_end = open_end or f"{sentence}, which depends on fixed symbols"
        else:
            reasons.append(sentence)
    return Decision(None, open_end) if open_end else Decision(True, "; ".join(reasons))


def _rational_leading(f: Expr, t: Symbol, length: int) -> Leading | None:
    """Of f^2 as a quotient of polynomials in t, after putting expansions in for polygammas."""
    square = f**2
    opened = square.replace(sp.polygamma, lambda m, z: _expanded(m, z, t, length))
    if not opened.is_rational_function(t):
        return None
    top, bottom = sp.fraction(sp.cancel(sp.together(opened)))
    low = [_lowest(sp.Poly(part, t)) for part in (top, bottom)]
    power = sp.Rational(low[0][0] - low[1][0], 2)
    coefficient = sp.sqrt(sp.factor(low[0][1] / low[1][1]))
    return Leading(coefficient, power) if _is_seen(coefficient) else None


def _is_seen(coefficient: Expr) -> bool:
    """Whether it is seen not to be zero: sums of polygammas can be, without showing it."""
    symbols = sorted(coefficient.free_symbols, key=str)
    at = {s: sp.Rational(7 + 2 * i, 5 + i) for i, s in enumerate(symbols)}
    return nonzero_value(coefficient, at) is not None


def _lowest(poly: Any) -> tuple[int, Expr]:
    (power,), coefficient = min(poly.terms())
    return power, coefficient


def _expanded(m: Expr, z: Expr, t: Symbol, length: int) -> Expr:
    """psi_m(z) cut off, for z linear in t or in 1/t; as it is if it does not see t or no expansion is known."""
    original = sp.polygamma(m, z)
    if not z.has(t) or not (m.is_Integer and m >= 1):
        return original
    if sp.expand(z * t).subs(t, 0) != 0:
        return _at_infinity(int(m), z, length)
    start = z.subs(t, 0)
    if start == 0:
        pole = -(sp.S.NegativeOne**m) * sp.factorial(m) / z ** (m + 1)
        return pole + _taylor(int(m), sp.S.One, z, length)
    return _taylor(int(m), start, z - start, length)


def _taylor(m: int, start: Expr, step: Expr, length: int) -> Expr:
    return sp.Add(*(sp.polygamma(m + j, start) * step**j / sp.factorial(j) for j in range(length)))


def _at_infinity(m: int, z: Expr, length: int) -> Expr:
    y = sp.Dummy("y", positive=True)
    first = (
        1 / y + 1 / (2 * y**2) + sp.Add(*(sp.bernoulli(2 * k) / y ** (2 * k + 1) for k in range(1, length)))
    )
    return sp.diff(first, y, m - 1).subs(y, z)


def _limit_leading(f: Expr, t: Symbol) -> Leading | NotFound:
    """Of a function of powers, logarithms and exponentials, by the limit of t*f'/f."""
    unknown = NotFound(f"no leading term of {f.subs(t, Symbol('t', positive=True))} at t -> 0 is known here")
    if any(not isinstance(e, sp.exp | sp.log) for e in f.atoms(sp.Function)):
        return unknown
    power = sp.limit(sp.cancel(sp.together(t * sp.diff(f, t) / f)), t, 0, "+")
    if power is INFINITY:
        return Leading(None, power)
    if not power.is_number or not power.is_finite:
        return unknown
    coefficient = sp.limit(f / t**power, t, 0, "+")
    return Leading(coefficient if coefficient.is_finite and coefficient != 0 else None, power)
