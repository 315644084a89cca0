"""Measure a statement in floating point on many instances at once, at two precisions.

Nothing symbolic is evaluated here: numbers are drawn, both sides are computed
from the statement's own definitions, and what is reported is how many digits
agree, by how much an inequality is met, or with which power a remainder falls.
A measurement never refutes; beyond its own forward error it is a lead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.matrix import Mat, column
from theorems.evaluate import Evaluator, as_scalar
from theorems.instances import Instance, draw, edges
from theorems.setting import Setting
from theorems.sources import Batch, RandomRationals
from theorems.term import Term

BATCH = 64  # instances per size
GUARD = 1e4  # a difference counts as real from this many forward errors on
ENOUGH = 7.0  # digits that random instances must agree to; float64 carries 16, conditioning takes some
MOST_INSTANCES = 0.9  # the rest may be ill-conditioned, but none may differ beyond its forward error
SLOPE_TOLERANCE = 0.15  # half the distance between neighbouring half-integer orders, less a margin


class Seen(Enum):
    """What floating point says of a statement."""

    AGREES = "It is met at every instance, within the forward error."
    DIFFERS = "It fails beyond the forward error, at two precisions."
    CANNOT_TELL = "The forward error is too large, or no instance satisfies the premise."


@dataclass(frozen=True)
class Measurement:
    """The outcome and the figure behind it."""

    seen: Seen
    figure: str
    instances: int


def measure(statement: Term, setting: Setting, rng: np.random.Generator) -> Measurement:
    """Measure a statement over every size of its setting and at its edge models.

    rng  the only source of randomness; same generator state, same measurement.
    """
    found = []
    for n in setting.sizes:
        found.append(measure_instance(statement, draw(setting, n, Batch(rng, BATCH))))
    seed = str(rng.integers(2**31))
    found.extend(measure_instance(statement, instance) for instance in edges(setting, RandomRationals(seed)))
    for seen in (Seen.DIFFERS, Seen.CANNOT_TELL):
        worst = [m for m in found if m.seen is seen]
        if worst:
            return worst[0]
    figure = "; ".join(dict.fromkeys(m.figure for m in found))
    return Measurement(Seen.AGREES, figure, sum(m.instances for m in found))


def measure_instance(statement: Term, instance: Instance) -> Measurement:
    """Measure at one batch."""
    try:
        evaluators = [instance.evaluator(Floats(dtype)) for dtype in (np.float64, np.longdouble)]
        with np.errstate(all="ignore"):
            return RULES[statement.op](statement, *evaluators)
    except (OutsideDomainError, OutsideArithmeticError) as error:
        return Measurement(Seen.CANNOT_TELL, f"at {instance.label}: {error}", 0)


def entries(value: Any) -> list[Any]:
    """Entries of a matrix, or a scalar alone, as arrays."""
    return [np.asarray(x) for x in (value.entries if isinstance(value, Mat) else [value])]


def stacked(value: Any) -> Any:
    """A matrix of batches as an array (batch, rows, columns)."""
    rows = [np.stack(np.broadcast_arrays(*(np.atleast_1d(x) for x in row)), axis=-1) for row in value.rows]
    return np.stack(rows, axis=-2)


def size_of(arrays: list[Any]) -> int:
    """The number of instances in a batch."""
    return max(np.size(a) for a in arrays)


def equal(statement: Term, low: Evaluator, high: Evaluator) -> Measurement:
    """Digits of agreement: the log relative error of the worst instance, relative to the largest entry."""
    left, right = statement.args
    a, b = entries(high(left)), entries(high(right))
    a64, b64 = entries(low(left)), entries(low(right))
    scale = np.maximum.reduce([np.abs(x) for x in np.broadcast_arrays(*a, *b)])
    scale = np.where(scale > 0, scale, 1)
    gap = np.maximum.reduce(np.broadcast_arrays(*(np.abs(x - y) / scale for x, y in zip(a, b, strict=True))))
    gap64 = np.maximum.reduce(
        np.broadcast_arrays(*(np.abs(x - y) / scale for x, y in zip(a64, b64, strict=True)))
    )
    moved = [np.abs(x - y) / scale for x, y in zip([*a, *b], [*a64, *b64], strict=True)]
    error = np.maximum.reduce(np.broadcast_arrays(*moved)) + np.finfo(np.float64).eps
    if not (np.all(np.isfinite(gap)) and np.all(np.isfinite(gap64))):
        return Measurement(Seen.CANNOT_TELL, "a side is not finite at some instance", np.size(gap))
    real = (gap > GUARD * error) & (gap64 > GUARD * error)
    if np.any(real):
        return Measurement(Seen.DIFFERS, f"relative difference {float(np.max(gap[real])):.2g}", np.size(gap))
    digits = -np.log10(np.maximum(gap, np.finfo(np.float64).eps))
    worst, typical = float(np.min(digits)), float(np.median(digits))
    seen = Seen.AGREES if float(np.mean(digits >= ENOUGH)) >= MOST_INSTANCES else Seen.CANNOT_TELL
    return Measurement(seen, f"{typical:.1f} digits typically, {worst:.1f} at worst", np.size(gap))


def compare(statement: Term, low: Evaluator, high: Evaluator) -> Measurement:
    """The least margin of an inequality, relative to its sides."""
    left, right = statement.args
    sides = [as_scalar(ev(side)) for ev in (low, high) for side in (left, right)]
    a64, b64, a, b = (np.asarray(x) for x in sides)
    scale = np.maximum(np.abs(a) + np.abs(b), np.finfo(np.float64).tiny)
    margin = (a - b) / scale
    error = (np.abs(a - a64) + np.abs(b - b64)) / scale + np.finfo(np.float64).eps
    return margins(margin, error, strict=statement.op == "gt")


def margins(margin: Any, error: Any, *, strict: bool) -> Measurement:
    """Judge margins that should be ≥ 0 (or > 0) against their forward error."""
    count = np.size(margin)
    if not np.all(np.isfinite(margin)):
        return Measurement(Seen.CANNOT_TELL, "a side is not finite at some instance", count)
    least = float(np.min(margin))
    if np.any(margin < -GUARD * error):
        return Measurement(Seen.DIFFERS, f"least relative margin {least:.2g}", count)
    if strict and np.any(margin <= error):
        return Measurement(Seen.CANNOT_TELL, f"least relative margin {least:.2g}", count)
    return Measurement(Seen.AGREES, f"least relative margin {least:.2g}", count)


def definite(statement: Term, low: Evaluator, high: Evaluator) -> Measurement:
    """The least eigenvalue relative to the largest."""
    matrix = stacked(low(statement.args[0])).astype(np.float64)
    eigenvalues = np.linalg.eigvalsh((matrix + np.swapaxes(matrix, -1, -2)) / 2)
    largest = np.maximum(np.abs(eigenvalues).max(axis=-1), np.finfo(np.float64).tiny)
    relative = eigenvalues[..., 0] / largest
    return margins(relative, np.full_like(relative, 1e-14), strict=statement.op == "pd")


def order(statement: Term, low: Evaluator, high: Evaluator) -> Measurement:
    """The measured slope of log|a| against log h, in extended precision, over a ladder of h."""
    assert statement.value is not None
    ladder = [high.arithmetic.dtype(2.0) ** -k for k in range(5, 12)]
    values = [length(high.binding(**{statement.name: h})(statement.args[0])) for h in ladder]
    stack = np.stack(np.broadcast_arrays(*values))
    if np.all(stack < 1e-17):
        return Measurement(Seen.AGREES, "identically zero", stack.shape[1])
    usable = np.all(stack > 1e-17, axis=0)
    if not np.any(usable):
        return Measurement(Seen.CANNOT_TELL, "the remainder is lost in rounding", 0)
    local = np.log2(stack[:-1, usable] / stack[1:, usable])
    slopes = 2 * local[-1] - local[-2]  # one Richardson step: the local slope errs by O(h)
    slope = float(np.median(slopes))
    bound = float(statement.value)
    good = slope > bound + SLOPE_TOLERANCE if statement.op == "littleo" else slope > bound - SLOPE_TOLERANCE
    figure = f"median slope {slope:.3f}"
    return Measurement(Seen.AGREES if good else Seen.DIFFERS, figure, int(np.sum(usable)))


def length(value: Any) -> Any:
    """|x| of a scalar, the Euclidean length of a column, over the batch."""
    parts = np.broadcast_arrays(*(np.atleast_1d(x) for x in entries(value)))
    return np.sqrt(np.sum([x * x for x in parts], axis=0))


def optimal(statement: Term, low: Evaluator, high: Evaluator) -> Measurement:
    """The least gap between random competitors on the level set and the candidate."""
    candidate_term, objective, *level = statement.args
    candidate = low(candidate_term)
    n = len(candidate.entries)
    rng = np.random.default_rng(np.random.SeedSequence(20))
    margin, count = [], 0
    for _ in range(24):
        w = rng.standard_normal(n)
        move = second_point(candidate, w, level[0] if level else None, statement.name, low, rng)
        at_candidate = as_scalar(low.binding(**{statement.name: candidate})(objective))
        at_competitor = as_scalar(low.binding(**{statement.name: move})(objective))
        gap = at_competitor - at_candidate
        scale = np.abs(at_candidate) + np.abs(at_competitor) + np.finfo(np.float64).tiny
        margin.append(np.atleast_1d((-gap if statement.op == "argmax" else gap) / scale))
        count += margin[-1].size
    stacked_margin = np.concatenate([m[np.isfinite(m)] for m in margin])
    if stacked_margin.size == 0:
        return Measurement(Seen.CANNOT_TELL, "no competitor was found on the level set", 0)
    result = margins(stacked_margin, np.full_like(stacked_margin, 1e-13), strict=False)
    return Measurement(result.seen, f"{result.figure} over random competitors", count)


def second_point(candidate: Mat, w: Any, level: Term | None, name: str, ev: Evaluator, rng: Any) -> Mat:
    """Where the line candidate + s·w meets the level set again; any point of it without a level.

    The level is at most quadratic along the line, so three values give its coefficients.
    """
    entries_ = candidate.entries

    def at(s: Any) -> Mat:
        return column([x + s * d for x, d in zip(entries_, w, strict=True)])

    if level is None:
        return at(rng.standard_normal())

    def height(s: float) -> Any:
        return as_scalar(ev.binding(**{name: at(s)})(level))

    zero, plus, minus = height(0.0), height(1.0), height(-1.0)
    slope, curvature = (plus - minus) / 2, (plus + minus) / 2 - zero
    if np.all(np.abs(curvature) <= 1e-12 * (np.abs(slope) + np.abs(zero))):
        gradient = np.array([_partial(ev, level, name, entries_, i) for i in range(len(w))])
        projected = w[:, None] - gradient * (w @ gradient) / np.sum(gradient * gradient, axis=0)
        return column([x + d for x, d in zip(entries_, projected, strict=True)])
    return at(-slope / curvature)


def _partial(ev: Evaluator, level: Term, name: str, entries_: list[Any], i: int) -> Any:
    """The derivative of an affine level in one coordinate."""
    up = [x + (1.0 if j == i else 0.0) for j, x in enumerate(entries_)]
    there = as_scalar(ev.binding(**{name: column(up)})(level))
    return np.atleast_1d(there - as_scalar(ev.binding(**{name: column(entries_)})(level)))


def implication(statement: Term, low: Evaluator, high: Evaluator) -> Measurement:
    """The conclusion, provided the premise is met throughout the batch."""
    premise, conclusion = (RULES[part.op](part, low, high) for part in statement.args)
    if premise.seen is not Seen.AGREES:
        return Measurement(Seen.CANNOT_TELL, "the premise is not met at the instances drawn", 0)
    return conclusion


def conjunction(statement: Term, low: Evaluator, high: Evaluator) -> Measurement:
    """All parts."""
    parts = [RULES[part.op](part, low, high) for part in statement.args]
    for seen in (Seen.DIFFERS, Seen.CANNOT_TELL):
        worst = [m for m in parts if m.seen is seen]
        if worst:
            return worst[0]
    return Measurement(Seen.AGREES, "; ".join(m.figure for m in parts), min(m.instances for m in parts))


RULES: dict[str, Callable[[Term, Evaluator, Evaluator], Measurement]] = {
    "eq": equal,
    "ge": compare,
    "gt": compare,
    "pd": definite,
    "psd": definite,
    "bigo": order,
    "littleo": order,
    "argmin": optimal,
    "argmax": optimal,
    "argmin!": optimal,
    "implies": implication,
    "and": conjunction,
}
