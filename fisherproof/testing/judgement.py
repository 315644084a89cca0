"""What one instance shows: whether two sides agree, differ, cannot be told apart, or could not have differed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np

from fisherproof.testing.notation import numbers
from numeric.agreement import BEYOND, ENOUGH, Outcome, compare
from numeric.arrays import Estimate

NEAR = 2.0  # digits: what agrees so far may be the same, computed too roughly
STILL = 1e-12  # of the room of a point: going to a chart and back moves it by less


class Shown(Enum):
    """What one instance shows."""

    HOLDS = "The property holds here, to the digits asked for."
    FAILS = "The property fails here, by more than the errors explain."
    CANNOT_TELL = "The errors are too large for the digits asked for."
    NOTHING = "The property could not have failed here."


_OF = {Outcome.AGREES: Shown.HOLDS, Outcome.DIFFERS: Shown.FAILS, Outcome.CANNOT_TELL: Shown.CANNOT_TELL}


_SAY = "say so: accuracy=1e-4"


@dataclass(frozen=True)
class Judgement:
    """What one instance shows, with the lines that a report prints of it.

    shown  the outcome.
    lines  (label, text), both sides and how far they are apart.
    """

    shown: Shown
    lines: tuple[tuple[str, str], ...] = field(default=())


def judged(
    left: Estimate,
    right: Estimate,
    names: tuple[str, str],
    *,
    accuracy: float = 0.0,
    rough: float = 0.0,
    least: float = 0.0,
) -> Judgement:
    """Compare two sides, entry by entry, relative to the largest entry.

    names     what the sides are called.
    accuracy  relative error that the function is known to have; it lowers the digits asked for.
    rough     relative error that its answers show by their type; it does not.
    least     what errors and digits are relative to where every entry is smaller: 1 for a difference of logarithms.
    Two sides of nothing but zeros show nothing, unless there is such a scale.
    """
    if not (least or np.any(left.value) or np.any(right.value)):
        return Judgement(Shown.NOTHING)
    size = max(float(np.max(np.abs([left.value, right.value]))), least)
    left, right = (Estimate(one.value, one.error + max(accuracy, rough) * size) for one in (left, right))
    found = compare(left, right, digits=enough(accuracy), size=size)
    lines = sides(left, right, names)
    if found.outcome is Outcome.DIFFERS and found.digits >= NEAR:
        lines = (
            *lines,
            ("note", f"{found.digits:.0f} digits agree; if it is no more accurate than that, {_SAY}"),
        )
    return Judgement(_OF[found.outcome], lines)


def sides(left: Estimate, right: Estimate, names: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The lines of two sides: each with its value, and the worst mismatch with its tolerance."""
    distance = np.abs(left.value - right.value)
    tolerance = BEYOND * (left.error + right.error)
    differ = distance > tolerance
    telling = distance / np.maximum(tolerance, np.finfo(float).tiny) if np.any(differ) else tolerance
    worst = np.unravel_index(int(np.argmax(telling)), distance.shape)
    return (
        ("left", f"{names[0]} = {numbers(left.value)}"),
        ("right", f"{names[1]} = {numbers(right.value)}"),
        (
            "mismatch",
            f"{_entry(worst)}{distance[worst]:.3g}, where errors explain {tolerance[worst]:.2g}",
        ),
    )


def enough(accuracy: float) -> float:
    """The digits to ask of values known to this relative accuracy: six, or as many as they have.

    accuracy  0 for rounding alone.
    """
    return (
        ENOUGH if accuracy == 0 else min(ENOUGH, -float(np.log10(4 * accuracy)))
    )  # two errors and their noise


def _entry(where: tuple[Any, ...]) -> str:
    return f"in entry {tuple(int(i) + 1 for i in where)}, " if where else ""
