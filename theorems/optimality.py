"""Judge "this candidate is the best": Lagrange's condition with the exact gap.

For an objective f and a level c, both at most quadratic in v, and a candidate v*,
write v = v* + w. On the level set c(v) = c(v*),

    f(v) − f(v*) = wᵀ (F + λ C) w,   with  ∇f(v*) + λ ∇c(v*) = 0,

where F and C are half the Hessians. So v* is a minimiser as soon as the
multiplier exists and F + λC ⪰ 0, and the only one if F + λC ≻ 0
([NocedalWright2006], thm 12.6 in its exact quadratic form). A refutation is a
competitor on the level set with a lower value: the second point in which a
line through v* meets the quadric, rational when the data are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import flint

from theorems.arithmetic.dual import Dual
from theorems.arithmetic.matrix import Mat, column
from theorems.arithmetic.symbolic import Symbolic
from theorems.evaluate import Evaluator, as_scalar, derivative_part, strip
from theorems.judgement import Judgement, Truth, definiteness, sign_of, text, worst, zero
from theorems.term import Term


@dataclass(frozen=True)
class Quadratic:
    """A function's value, gradient and half Hessian at the candidate; exact for degree ≤ 2."""

    value: Any
    gradient: list[Any]
    half_hessian: list[list[Any]]


def degree(term: Term, name: str) -> int | None:
    """The degree of a term as a polynomial in the entries of a symbol; None if it is not one."""
    if term.op == "var":
        return 1 if term.name == name else 0
    if not any(node.op == "var" and node.name == name for node in term.walk()):
        return 0
    degrees = [degree(argument, name) for argument in term.args]
    if any(d is None for d in degrees):
        return None
    known = [d for d in degrees if d is not None]
    if term.op in ("add", "neg", "transpose", "trace", "diag", "named"):
        return max(known)
    if term.op in ("mul", "matmul"):
        return sum(known)
    if term.op == "norm2":
        return 2 * known[0]
    if term.op == "div":
        return known[0] if known[1] == 0 else None
    if term.op == "pow" and term.value is not None and term.value.denominator == 1 and term.value > 0:
        return known[0] * int(term.value)
    return None


def quadratic(body: Term, name: str, at: Mat, ev: Evaluator) -> Quadratic:
    """Value, gradient and half Hessian of a body of degree ≤ 2 in a column symbol."""
    n = len(at.entries)
    value = as_scalar(ev.binding(**{name: at})(body))
    gradient = [ev.number(0)] * n
    hessian = [[ev.number(0)] * n for _ in range(n)]
    for i, j in product(range(n), repeat=2):
        if j < i:
            continue
        outer, inner = ev.tags + 1, ev.tags + 2
        entries = list(at.entries)
        entries[i] = Dual(entries[i], ev.number(1), outer)
        entries[j] = Dual(entries[j], ev.number(1), inner)
        bound = ev.binding(**{name: column(entries)})
        bound.tags = inner
        result = as_scalar(bound(body))
        gradient[j] = strip(derivative_part(result, inner, ev), outer)
        second = derivative_part(derivative_part(result, inner, ev), outer, ev)
        hessian[i][j] = hessian[j][i] = second / ev.number(2)
    return Quadratic(value, gradient, hessian)


def judge_optimality(statement: Term, ev: Evaluator) -> Judgement:
    """Judge "argmin", "argmax" and "argmin!" at the evaluator's instance."""
    candidate_term, objective, *level = statement.args
    name = statement.name
    if statement.op == "argmax":
        objective = -objective
    for body in (objective, *level):
        found = degree(body, name)
        if found is None or found > 2:
            return Judgement(
                Truth.UNKNOWN, reason="the objective or the level is not quadratic in the variable"
            )
    candidate = ev(candidate_term)
    f = quadratic(objective, name, candidate, ev)
    c = quadratic(level[0], name, candidate, ev) if level else None
    unique = statement.op == "argmin!"
    proof = sufficient(f, c, ev, unique=unique)
    if proof.truth is Truth.TRUE or isinstance(ev.arithmetic, Symbolic):
        return proof
    if not isinstance(f.value, flint.fmpq):
        return Judgement(Truth.UNKNOWN, reason="a competitor on the level set is only exact among rationals")
    better = competitor(f, c, candidate, ev, unique=unique)
    if better is None:
        return Judgement(Truth.UNKNOWN, reason=proof.reason or "no better competitor was found")
    v, value = better
    return Judgement(
        Truth.FALSE,
        f"objective at the candidate {text(f.value)}",
        f"at the competitor {text(v)}: {text(value)}",
        extra={"competitor": v},
    )


def sufficient(f: Quadratic, c: Quadratic | None, ev: Evaluator, *, unique: bool) -> Judgement:
    """Lagrange's condition and the sign of the gap."""
    n = len(f.gradient)
    multiplier = ev.number(0)
    gap = f.half_hessian
    if c is not None:
        tangent = [i for i in range(n) if zero(c.gradient[i], ev, 1) is not Truth.TRUE]
        if not tangent:
            alone = definiteness(Mat(tuple(map(tuple, c.half_hessian)), ("n", "n")), ev, strict=True)
            reason = (
                "the level set is the candidate alone"
                if alone.truth is Truth.TRUE
                else "the level is singular"
            )
            return Judgement(alone.truth if alone.truth is Truth.TRUE else Truth.UNKNOWN, reason=reason)
        multiplier = -f.gradient[tangent[0]] / c.gradient[tangent[0]]
        gap = [[f.half_hessian[i][j] + multiplier * c.half_hessian[i][j] for j in range(n)] for i in range(n)]
    slopes = [f.gradient[i] + (multiplier * c.gradient[i] if c is not None else 0) for i in range(n)]
    stationary = worst([zero(slope, ev, 1) for slope in slopes])
    if stationary is not Truth.TRUE:
        return Judgement(Truth.UNKNOWN, reason="the candidate is not shown stationary")
    sign = definiteness(Mat(tuple(map(tuple, gap)), ("n", "n")), ev, strict=unique)
    shown = f"gap wᵀ(F + λC)w with λ = {text(multiplier)}"
    reason = "" if sign.truth is Truth.TRUE else "the gap form is not shown positive"
    return Judgement(
        Truth.TRUE if sign.truth is Truth.TRUE else Truth.UNKNOWN, shown, "≥ 0", reason, sign.extra
    )


def competitor(
    f: Quadratic, c: Quadratic | None, candidate: Mat, ev: Evaluator, *, unique: bool
) -> tuple[Mat, Any] | None:
    """A point of the level set with a lower objective (or, for uniqueness, a tie), if a short search finds one."""
    n = len(f.gradient)
    for direction in directions(n):
        w = [ev.number(x) for x in direction]
        step = ev.number(1)
        if c is not None:
            across = along(c.gradient, w)
            curvature = form(c.half_hessian, w)
            if zero(curvature, ev, 1) is not Truth.FALSE:
                if zero(across, ev, 1) is not Truth.TRUE:
                    continue
            else:
                step = -across / curvature
        if zero(step, ev, 1) is not Truth.FALSE:
            continue
        gain = step * along(f.gradient, w) + step * step * form(f.half_hessian, w)
        sign = sign_of(gain, ev)
        if sign == -1 or (unique and sign == 0):
            moved = column([x + step * y for x, y in zip(candidate.entries, w, strict=True)])
            return moved, f.value + gain
    return None


def directions(n: int) -> Iterator[tuple[int, ...]]:
    """Small integer directions, the simplest first."""
    span = {1: 1, 2: 5, 3: 3}.get(n, 2)
    candidates = [w for w in product(range(-span, span + 1), repeat=n) if any(w)]
    yield from sorted(candidates, key=lambda w: (sum(map(abs, w)), w))


def along(gradient: list[Any], w: list[Any]) -> Any:
    """gradient · w."""
    total = gradient[0] * w[0]
    for g, x in zip(gradient[1:], w[1:], strict=True):
        total = total + g * x
    return total


def form(matrix: list[list[Any]], w: list[Any]) -> Any:
    """wᵀ matrix w."""
    return along([along(row, w) for row in matrix], w)
