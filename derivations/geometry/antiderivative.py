"""Integral of sqrt(f) in closed form, increasing and continuous on an interval: a length along a line.

f is a product of powers of linear factors, or one quadratic without real roots, in x or in exp(c*x).  Each form
below is continuous and increasing on the interval it is used on, which a search by rules of integration would
not promise; its derivative is proved to be sqrt(f) all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.family import Interval
from derivations.geometry.outcomes import Decision, Found, NotFound, decide_zero, nonzero_value

Points = Sequence[Mapping[Symbol, Any]]


def root_integral(f: Expr, x: Symbol, domain: Interval, *, points: Points = ()) -> Found[Expr] | NotFound:
    """F with F' = sqrt(f), increasing and continuous on the domain, or why none is known here.

    f       an expression in x and fixed symbols, positive on the domain.
    domain  an open interval.
    points  values of x and of the fixed symbols where formulas are tried.

    >>> p = Symbol("p", positive=True)
    >>> root_integral(1 / (p * (1 - p)), p, Interval(sp.S.Zero, sp.S.One)).value
    2*asin(sqrt(p))
    """
    found = _searched(sp.factor(sp.together(f)), x, domain)
    if found is None:
        return NotFound(
            f"No elementary antiderivative of sqrt({f}) is known here: it is not a product of powers of at "
            f"most two linear factors in {x}, or in exp({x}), with known signs on {domain}. "
            "Integrate it numerically."
        )
    confirmed = _confirmed(found, f, x, points)
    if not confirmed:
        return NotFound(f"A candidate {found} for the antiderivative was not confirmed: {confirmed.why}.")
    return Found(found, "antiderivative of sqrt(f)", confirmed)


def _confirmed(F: Expr, f: Expr, x: Symbol, points: Points) -> Decision:
    slope = sp.diff(F, x)
    decision = decide_zero([slope**2 - f], points=points, of="F'^2 - f")
    for point in points:
        value = nonzero_value(slope, point)
        if value is None or not value.is_positive:
            return Decision(None, f"F' is not seen to be positive at {dict(point)}")
    return decision


def _searched(f: Expr, x: Symbol, domain: Interval) -> Expr | None:
    if f.is_rational_function(x):
        return _rational(f, x, domain)
    exponents = {e.exp for e in f.atoms(sp.exp) if e.has(x)} if f.has(sp.exp) else set()
    rates = [sp.diff(e, x) for e in exponents]
    if not rates or any(not r.is_number or not r.is_rational for r in rates):
        return None
    rate = sp.Rational(*_common(rates))
    u = sp.Dummy("u", positive=True)
    inner = sp.expand_power_exp(f.xreplace({sp.exp(e): sp.exp(e) for e in exponents}))
    inner = inner.replace(sp.exp, lambda e: _as_power(e, x, rate, u))
    ends = Interval(*(sp.limit(sp.exp(rate * x), x, end) for end in (domain.lower, domain.upper)))
    if inner.has(x):
        return None
    found = _searched(sp.factor(sp.together(inner / (rate * u) ** 2)), u, ends)
    return None if found is None else found.subs(u, sp.exp(rate * x))


def _common(rates: Sequence[Any]) -> tuple[int, int]:
    """The greatest rational of which every rate is a whole multiple."""
    bottom = sp.ilcm(*(r.q for r in rates), 1)
    return int(sp.igcd(*(r.p * bottom // r.q for r in rates), 0)), int(bottom)


def _as_power(exponent: Expr, x: Symbol, rate: Expr, u: Symbol) -> Expr:
    slope = sp.diff(exponent, x)
    return sp.exp(sp.expand(exponent - slope * x)) * u ** (slope / rate)


def _rational(f: Expr, x: Symbol, domain: Interval) -> Expr | None:
    """Read off the factors, and look the form up."""
    scale, moving = f.as_independent(x, as_Add=False)
    roots: dict[Expr, int] = {}
    quadratic: tuple[Expr, int] | None = None
    for factor in sp.Mul.make_args(moving) if moving != 1 else ():
        base, power = factor.as_base_exp()
        poly = sp.Poly(base, x)
        if not power.is_Integer or poly.degree() > 2 or (poly.degree() == 2 and quadratic):
            return None
        scale *= poly.LC() ** power
        if poly.degree() == 1:
            root = sp.cancel(-poly.nth(0) / poly.LC())
            roots[root] = roots.get(root, 0) + int(power)
        else:
            quadratic = (sp.expand(poly.monic().as_expr()), int(power))
    if quadratic is not None:
        return None if roots else _from_quadratic(scale, *quadratic, x)
    return _from_roots(scale, roots, x, domain)


def _from_quadratic(scale: Expr, monic: Expr, power: int, x: Symbol) -> Expr | None:
    """sqrt(scale)*(x^2 + 2*h*x + c)^(power/2) without real roots, for power -1 and -2."""
    poly = sp.Poly(monic, x)
    h = poly.nth(1) / 2
    q = sp.factor(poly.nth(0) - h**2)
    if not q.is_positive or not scale.is_positive:
        return None
    if power == -1:
        return sp.sqrt(scale) * sp.asinh((x + h) / sp.sqrt(q))
    return sp.sqrt(scale / q) * sp.atan((x + h) / sp.sqrt(q)) if power == -2 else None


def _from_roots(scale: Expr, roots: dict[Expr, int], x: Symbol, domain: Interval) -> Expr | None:
    """sqrt(scale*prod (x - r)^k), by the number of roots and the side of the domain they lie on."""
    sides = {r: _side(r, domain) for r in roots}
    if None in sides.values() or len(roots) > 2:
        return None
    for r, k in roots.items():
        if sides[r] == "above":
            scale *= sp.S.NegativeOne**k  # the factor is |x - r|
    scale = sp.factor(scale)
    if scale.could_extract_minus_sign():
        return None
    if not roots:
        return sp.sqrt(scale) * x
    if len(roots) == 1:
        ((r, k),) = roots.items()
        form = _one_root(x - r, k) if sides[r] == "below" else -_one_root(r - x, k)
        return sp.sqrt(scale) * form
    return _from_two(scale, roots, sides, x)


def _one_root(t: Expr, k: int) -> Expr:
    """Integral of t^(k/2), t > 0."""
    power = sp.Rational(k, 2) + 1
    return sp.log(t) if power == 0 else t**power / power


def _from_two(
    scale: Expr, roots: dict[Expr, int], sides: Mapping[Expr, str | None], x: Symbol
) -> Expr | None:
    """Two roots: around the domain, or both on one side of it."""
    below = [r for r in roots if sides[r] == "below"]
    if len(below) == 1:
        (a,), (b,) = below, [r for r in roots if r not in below]
        form = AROUND.get((roots[a], roots[b]))
        return None if form is None else sp.sqrt(scale) * form(x - a, b - x, sp.factor(b - a))
    near, far = _ordered(list(roots), nearest_first=not below)
    if near is None or far is None:
        return None
    form = BESIDE.get((roots[near], roots[far]))
    if form is None:
        return None
    if below:
        return sp.sqrt(scale) * form(x - near, x - far, sp.factor(near - far))
    return -sp.sqrt(scale) * form(near - x, far - x, sp.factor(far - near))


def _ordered(pair: list[Expr], *, nearest_first: bool) -> tuple[Expr | None, Expr | None]:
    """The root next to the domain, then the other: the smaller first if the domain lies below both."""
    gap = sp.factor(pair[0] - pair[1])
    if gap.is_positive:
        large, small = pair
    elif gap.is_negative:
        small, large = pair
    else:
        return None, None
    return (small, large) if nearest_first else (large, small)


def _side(root: Expr, domain: Interval) -> str | None:
    """On which side of the domain a root lies, or None if that cannot be told."""
    if sp.sympify(domain.lower - root).is_nonnegative:
        return "below"
    return "above" if sp.sympify(root - domain.upper).is_nonnegative else None


Form = Callable[[Expr, Expr, Expr], Expr]

# Integrals of s^(k/2)*t^(m/2) with s = x - a, t = b - x, s + t = w; keys (k, m).
AROUND: dict[tuple[int, int], Form] = {
    (-1, -1): lambda s, t, w: 2 * sp.asin(sp.sqrt(s / w)),
    (-2, -1): lambda s, t, w: -2 / sp.sqrt(w) * sp.atanh(sp.sqrt(t / w)),
    (-1, -2): lambda s, t, w: 2 / sp.sqrt(w) * sp.atanh(sp.sqrt(s / w)),
    (-2, -2): lambda s, t, w: sp.log(s / t) / w,
}

# Integrals of s^(k/2)*t^(m/2) with s = x - near, t = x - far, t - s = w > 0; keys (k, m).
BESIDE: dict[tuple[int, int], Form] = {
    (-1, -1): lambda s, t, w: 2 * sp.asinh(sp.sqrt(s / w)),
    (-2, -1): lambda s, t, w: -2 / sp.sqrt(w) * sp.asinh(sp.sqrt(w / s)),
    (-1, -2): lambda s, t, w: 2 / sp.sqrt(w) * sp.atan(sp.sqrt(s / w)),
    (-2, -2): lambda s, t, w: sp.log(s / t) / w,
}
