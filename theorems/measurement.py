"""Measure a statement in floating point on many instances at once, at two precisions.

Nothing symbolic is evaluated here: numbers are drawn, both sides are computed
from the statement's own definitions, and what is reported is how many digits
agree, by how much an inequality is met, or with which power a remainder falls.
A measurement never refutes; beyond its own forward error it is a lead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import Any

import numpy as np

from numeric import agreement
from numeric.arrays import Estimate
from numeric.slopes import Seen as SlopeSeen
from numeric.slopes import measure_slope
from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.matrix import Mat, column
from theorems.drawing import draw, edges, in_families
from theorems.evaluate import Evaluator, as_scalar
from theorems.instances import Instance
from theorems.setting import Setting
from theorems.sources import Batch, RandomRationals
from theorems.term import Term

BATCH = 64  # instances per size
GUARD = 1e4  # a difference counts as real from this many forward errors on
ENOUGH = 7.0  # digits that random instances must agree to; float64 carries 16, conditioning takes some
MOST_INSTANCES = 0.9  # the rest may be ill-conditioned, but none may differ beyond its forward error
APART = 0.2  # neighbouring orders are half a unit apart
LARGEST_STEP = 2.0**-6  # small enough to stay inside the domain of every instance
SLOPES = 6  # instances at which the order is measured
ROUNDING = 100.0  # times the distance of the two precisions: what is smaller at the largest step is rounding


class Seen(Enum):
    """What floating point says of a statement."""

    AGREES = "It is met at every instance, within the forward error."
    DIFFERS = "It fails beyond the forward error, at two precisions."
    CANNOT_TELL = "The forward error is too large, or no instance satisfies the premise."


@dataclass(frozen=True)
class Measurement:
    """The outcome and the figure behind it.

    figure     what was seen, in words.
    instances  how many instances it was seen at.
    values     the same as (kind, number), so that the worst of many can be told.
    """

    seen: Seen
    figure: str
    instances: int
    values: tuple[tuple[str, float], ...] = ()


UNMET = Measurement(Seen.CANNOT_TELL, "no random instance meets the conditions of the setting", 0)


def measure(statement: Term, setting: Setting, rng: np.random.Generator) -> Measurement:
    """Measure a statement over every size of its setting and at its edge models.

    rng  the only source of randomness; same generator state, same measurement.
    """
    if any(node.op == "quantity" for node in statement.walk()):
        from theorems.quantities.measuring import measure as measure_quantities

        return measure_quantities(statement, setting, str(rng.integers(2**31)))
    statement = setting.written_out(statement)
    if statement.op == "and":
        return together([measure(part, setting, rng) for part in statement.args])
    if statement.op == "implies":  # measured where the premise is met
        premise, conclusion = statement.args
        return measure(conclusion, setting.also(premise), rng)
    found = []
    for n in setting.sizes:
        instance = admitted_batch(setting, n, rng)
        found.append(UNMET if instance is None else measure_instance(statement, instance))
    seed = str(rng.integers(2**31))
    found.extend(measure_instance(statement, instance) for instance in edges(setting, RandomRationals(seed)))
    zoo = [
        (i.label, measure_instance(statement, i)) for i in in_families(setting, Batch(rng, 1)) if admitted(i)
    ]
    # One instance of each family may be unlucky; those that tell are named in the figure.
    told = [(label, m) for label, m in zoo if m.seen is not Seen.CANNOT_TELL]
    found.extend(m for _, m in told)
    result = together(found)
    if result.seen is not Seen.AGREES or not told:
        return result
    names = ", ".join(dict.fromkeys(label.removeprefix("family ") for label, _ in told))
    return replace(result, figure=f"{result.figure}; with {names} by quadrature")


def together(found: list[Measurement]) -> Measurement:
    """The conjunction of measurements: the first that differs or cannot tell, else the worst figures."""
    for seen in (Seen.DIFFERS, Seen.CANNOT_TELL):
        worst = [m for m in found if m.seen is seen]
        if worst:
            return worst[0]
    values = tuple(value for m in found for value in m.values)
    return Measurement(Seen.AGREES, worst_of(found), sum(m.instances for m in found), values)


def admitted_batch(setting: Setting, n: int, rng: np.random.Generator) -> Instance | None:
    """A batch that meets the conditions of the setting throughout; smaller ones are tried if need be."""
    for size in (BATCH, BATCH, *([BATCH // 8] * 4), *([1] * 16)):
        instance = draw(setting, n, Batch(rng, size))
        if admitted(instance):
            return instance
    return None


def admitted(instance: Instance) -> bool:
    """Whether every condition of the setting is met, as far as floating point sees."""
    conditions = map(instance.setting.written_out, instance.setting.given)
    return all(measure_instance(condition, instance).seen is Seen.AGREES for condition in conditions)


def worst_of(found: list[Measurement]) -> str:
    """The worst figure of each kind over all measurements: fewest digits, lowest slope, least margin."""
    values: dict[str, list[float]] = {}
    for measurement in found:
        for kind, value in measurement.values:
            values.setdefault(kind, []).append(value)
    shown = [FIGURES[kind].format(min(numbers)) for kind, numbers in values.items()]
    plain = [m.figure for m in found if not m.values]
    return "; ".join([*shown, *dict.fromkeys(plain)])


FIGURES = {
    "digits": "{:.1f} digits at the worst instance",
    "slope": "lowest slope {:.3f}",
    "margin": "least relative margin {:.2g}",
    "competitor": "least relative margin {:.2g} over random competitors",
}


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


def equal(statement: Term, low: Evaluator, high: Evaluator) -> Measurement:
    """Digits of agreement of the two sides, each known to the distance of its two precisions.

    Instances too ill-conditioned to tell are left out, as long as they are few.
    """
    left, right = alike(*(estimate(side, low, high) for side in statement.args))
    if not np.all(np.isfinite(left.value) & np.isfinite(right.value)):
        return Measurement(Seen.CANNOT_TELL, "a side is not finite at some instance", len(left.value))
    size = np.maximum(np.abs(left.value), np.abs(right.value)).max(axis=-1)
    error = (left.error + right.error).max(axis=-1)
    told = error <= size * 10.0**-ENOUGH
    if np.mean(told) < MOST_INSTANCES:
        share = f"{int(np.sum(told))} of {len(told)}"
        return Measurement(Seen.CANNOT_TELL, f"only {share} instances are well enough conditioned", len(told))
    kept = (Estimate(side.value[told], side.error[told]) for side in (left, right))
    found = agreement.compare(*kept, trailing=1, digits=ENOUGH)
    if found.outcome is agreement.Outcome.DIFFERS:
        gap = np.abs(left.value - right.value).max(axis=-1) / np.where(size > 0, size, 1)
        return Measurement(Seen.DIFFERS, f"relative difference up to {float(np.max(gap)):.2g}", len(told))
    seen = Seen.AGREES if found.outcome is agreement.Outcome.AGREES else Seen.CANNOT_TELL
    return with_figure(seen, "digits", found.digits, int(np.sum(told)))


def with_figure(seen: Seen, kind: str, value: float, instances: int) -> Measurement:
    """A measurement with one number of a kind."""
    return Measurement(seen, FIGURES[kind].format(value), instances, ((kind, float(value)),))


def alike(left: Estimate, right: Estimate) -> tuple[Estimate, Estimate]:
    """Both sides over one batch; a side that is the same number at every instance is repeated."""
    shape = np.broadcast_shapes(left.value.shape, right.value.shape)
    wide = [Estimate(np.broadcast_to(s.value, shape), np.broadcast_to(s.error, shape)) for s in (left, right)]
    return wide[0], wide[1]


def estimate(side: Term, low: Evaluator, high: Evaluator) -> Estimate:
    """A side as (batch, entries) in extended precision, with its distance from float64 as error."""
    sides = (map(np.atleast_1d, entries(ev(side))) for ev in (low, high))
    narrow, wide = (np.stack(np.broadcast_arrays(*columns), axis=-1) for columns in sides)
    floor = np.finfo(np.float64).eps * np.abs(wide).max(axis=-1, keepdims=True)
    return Estimate(wide, np.maximum(np.abs(wide - narrow), floor))


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
    """Judge margins that should be ≥ 0 (or > 0) against their forward error.

    A strict one must be told from zero at most instances; the rest may be ill-conditioned.
    """
    count = np.size(margin)
    if not np.all(np.isfinite(margin)):
        return Measurement(Seen.CANNOT_TELL, "a side is not finite at some instance", count)
    least = float(np.min(margin))
    if np.any(margin < -GUARD * error):
        return with_figure(Seen.DIFFERS, "margin", least, count)
    told = margin > error
    if strict and np.mean(told) < MOST_INSTANCES:
        return with_figure(Seen.CANNOT_TELL, "margin", least, count)
    return with_figure(Seen.AGREES, "margin", float(np.min(margin[told])) if strict else least, count)


def definite(statement: Term, low: Evaluator, high: Evaluator) -> Measurement:
    """The least eigenvalue relative to the largest."""
    matrix = stacked(low(statement.args[0])).astype(np.float64)
    noise = np.abs(matrix - stacked(high(statement.args[0]))).astype(np.float64).max(axis=(-1, -2))
    eigenvalues = np.linalg.eigvalsh((matrix + np.swapaxes(matrix, -1, -2)) / 2)
    largest = np.maximum(np.abs(eigenvalues).max(axis=-1), np.finfo(np.float64).tiny)
    relative = eigenvalues[..., 0] / largest
    return margins(relative, noise / largest + 1e-14, strict=statement.op == "pd")


def order(statement: Term, low: Evaluator, high: Evaluator) -> Measurement:
    """The exponent with which the body falls as h does, by `numeric.slopes` at several instances."""
    assert statement.value is not None
    cache: dict[float, Any] = {}

    def size(ev: Evaluator, h: float) -> Any:
        return length(ev.binding(**{statement.name: ev.arithmetic.dtype(h)})(statement.args[0]))

    def at(h: float) -> Any:
        if h not in cache:
            cache[h] = size(high, h)
        return cache[h]

    def entry_at(k: int, h: float) -> float:
        return float(at(h)[k])

    first = at(LARGEST_STEP)
    count = min(np.size(first), SLOPES)
    # Rounding falls with h too, by exact powers where h is halved: below it nothing has an order.
    rounding = ROUNDING * np.max(np.abs(first - size(low, LARGEST_STEP)))
    if np.all(first <= rounding):
        return Measurement(Seen.AGREES, "identically zero", count)
    slopes = [measure_slope(partial(entry_at, k), largest=LARGEST_STEP) for k in range(count)]
    known = [slope for slope in slopes if slope.seen is SlopeSeen.ORDER]
    if 2 * len(known) < count:
        return Measurement(Seen.CANNOT_TELL, "the slopes do not settle above the floor of rounding", count)
    lowest = min(known, key=lambda slope: slope.order)
    bound = float(statement.value)
    good = lowest.order > bound + APART if statement.op == "littleo" else lowest.order > bound - APART
    return with_figure(Seen.AGREES if good else Seen.DIFFERS, "slope", lowest.order, len(known))


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
    least = float(np.min(stacked_margin))
    return with_figure(result.seen, "competitor", least, count)


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


def conjunction(statement: Term, low: Evaluator, high: Evaluator) -> Measurement:
    """All parts at one batch."""
    return together([RULES[part.op](part, low, high) for part in statement.args])


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
    "and": conjunction,
}
