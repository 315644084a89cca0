"""Measure a statement about quantities of families: both sides in balls, one from the log-density alone.

The printed side is evaluated in Arb from its own tree; the quantity is a quadrature or a sum. Agreement is
counted in digits of the size of a side, where an entry of a matrix has the size √(a_ii a_jj).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from math import floor, inf, log10
from typing import Any

from theorems.arithmetic.balls import working_precision
from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.matrix import Mat
from theorems.evaluate import Evaluator, as_scalar
from theorems.examination import BITS, POINTS, generic_instances, rationally_admitted
from theorems.instances import Instance
from theorems.measurement import ENOUGH, Measurement, Seen, together, with_figure
from theorems.quantities.measured import MeasuredBalls
from theorems.setting import Setting
from theorems.term import Term

MOST_TRIED = 40  # points, of which three must be told: near an edge of the domain a kernel may not settle
MOST_DRAWN = 120  # instances, of which the conditions of the setting may refuse most


def measure(statement: Term, setting: Setting, seed: str) -> Measurement:
    """Measure an equation, or a conjunction of them, at generic rational points that meet the conditions.

    seed  what the points are keyed by.
    """
    statement = setting.written_out(statement)
    if statement.op == "and":
        return together([measure(part, setting, seed) for part in statement.args])
    if statement.op not in ("eq", "gt", "ge"):
        return Measurement(
            Seen.CANNOT_TELL, f"a {statement.op!r} statement about a family is not measured", 0
        )
    told: list[Measurement] = []
    untold: list[Measurement] = []
    for instance in islice(admitted(setting, seed), MOST_TRIED):
        found = measure_at(statement, instance)
        (untold if found.seen is Seen.CANNOT_TELL else told).append(found)
        if len(told) == POINTS or found.seen is Seen.DIFFERS:
            return together(told)
    if untold:
        return untold[0]
    return Measurement(Seen.CANNOT_TELL, f"only {len(told)} points meet the conditions of the setting", 0)


def admitted(setting: Setting, seed: str) -> Iterator[Instance]:
    """Generic instances at which the conditions of the setting hold."""
    drawn: Iterator[Instance] = (
        instance for k in count() for instance in generic_instances(setting, f"{seed}/measured/{k}", points=1)
    )
    return (instance for instance in islice(drawn, MOST_DRAWN) if rationally_admitted(instance))


def measure_at(statement: Term, instance: Instance) -> Measurement:
    """Measure at one instance."""
    with working_precision(BITS):
        try:
            ev = instance.evaluator(MeasuredBalls(instance))
            left, right = (ev(side) for side in statement.args)
        except (OutsideArithmeticError, OutsideDomainError) as error:
            return Measurement(Seen.CANNOT_TELL, f"at {instance.label}: {error}", 0)
        if statement.op == "eq":
            return equal(left, right)
        return ordered(statement, ev)


def ordered(statement: Term, ev: Evaluator) -> Measurement:
    """The margin of an inequality against the radius of its balls."""
    gap = as_scalar(ev(statement.args[0])) - as_scalar(ev(statement.args[1]))
    if gap < 0:
        return Measurement(Seen.DIFFERS, f"the margin is {gap.str(5, radius=False)}", 1)
    seen = Seen.AGREES if gap > 0 else Seen.CANNOT_TELL
    return Measurement(seen, f"margin {gap.str(5, radius=False)}", 1)


def equal(left: Any, right: Any) -> Measurement:
    """The digits to which every entry agrees; they differ where the balls are disjoint."""
    digits = inf
    for a, b, size in pairs(left, right):
        gap = a - b
        if not gap.is_finite():
            return Measurement(Seen.CANNOT_TELL, "a side is not finite", 0)
        if not gap.contains(0):
            apart = float(abs(gap)) / float(size)
            return Measurement(Seen.DIFFERS, f"relative difference {apart:.2g}", 1)
        worst = float(gap.abs_upper()) / float(size)
        digits = min(digits, -log10(worst) if worst > 0 else inf)
    if digits is inf:
        digits = float(floor(BITS * log10(2)))
    return with_figure(Seen.AGREES if digits >= ENOUGH else Seen.CANNOT_TELL, "digits", digits, 1)


def pairs(left: Any, right: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Entries of both sides, with the size against which their digits count.

    That of an entry of a square matrix is the geometric mean of the diagonal's; of a column, its largest entry's.
    """
    if not isinstance(left, Mat):
        yield left, right, largest(left, right)
        return
    if len(left.rows) != len(left.rows[0]):
        both = list(zip(left.entries, right.entries, strict=True))
        size = max((largest(a, b) for a, b in both if abs(a).mid() > 0 or abs(b).mid() > 0), default=None)
        yield from ((a, b, largest(a, b) if size is None else size) for a, b in both)
        return
    for i, (row, other) in enumerate(zip(left.rows, right.rows, strict=True)):
        for j, (a, b) in enumerate(zip(row, other, strict=True)):
            sizes = [largest(left.rows[k][k], right.rows[k][k]) for k in (i, j)]
            yield a, b, (sizes[0] * sizes[1]).sqrt()


def largest(a: Any, b: Any) -> Any:
    """The larger of the two sizes of balls; 1 where both may vanish."""
    size = max(abs(a).mid(), abs(b).mid())
    return size if size > 0 else size * 0 + 1
