"""Whether finite steps in two charts end together up to O(h^order)."""

from __future__ import annotations

from math import inf
from typing import Any

from fisherproof.testing.answers import Subject
from fisherproof.testing.drawing.parameters import losses
from fisherproof.testing.errors import ContractError, UndecidedError
from fisherproof.testing.instance import Instance, instances
from fisherproof.testing.judgement import Judgement, Shown, judged, sides
from fisherproof.testing.ladder import Ladder, Step, climb
from fisherproof.testing.notation import number
from fisherproof.testing.search import Property, accuracy_option, check
from numeric.agreement import Outcome
from numeric.slopes import Seen, Slope

NAMES = ("phi(step_eta(eta, h)) - theta", "step_theta(theta, h) - theta")
_OF = {Outcome.AGREES: Shown.HOLDS, Outcome.DIFFERS: Shown.FAILS, Outcome.CANNOT_TELL: Shown.CANNOT_TELL}


def assert_invariant_update(
    step: Step,
    family: Any = None,
    order: float = 2,
    *,
    chart: Any = None,
    point: Any = None,
    loss: Any = None,
    accuracy: float = 0.0,
    examples: int = 40,
    seed: int = 0,
) -> None:
    """Assert that steps of size h from one point, taken in two charts, end within O(h^order) of each other.

    Every rule passes order 1; one whose direction is a tangent vector passes 2; a step along an equivariant
    direction in straight lines of the chart fails 3; a step that does not depend on the chart passes `math.inf`,
    which compares the ends themselves.

    step   (problem, point, h) to the next point, (n,); it moves less for smaller h.
    order  above 0.
    Other arguments and errors as `assert_equivariant_direction`; `accuracy` is relative to the displacement.
    Source Martens, New insights and perspectives on the natural gradient method, JMLR 21 (2020), sec. 12.
    """
    __tracebackhide__ = True
    if not order > 0:
        raise ContractError(f"order {order}: every mismatch is O(1); ask for a positive order, or math.inf.")
    subject = Subject(step)
    text = "math.inf" if order == inf else f"{order:g}"
    asked = Property(
        subject,
        f"is not invariant to order {text}" if order < inf else "is not invariant",
        "phi(step_eta(eta, h)) = step_theta(theta, h)" + (f" + O(h^{text})" if order < inf else ""),
        "assert_invariant_update",
        (("order", 'float("inf")' if order == inf else text), *accuracy_option(accuracy)),
    )
    places = instances(family, chart=chart, point=point, loss=loss, default_loss=losses)
    check(asked, places, lambda at: _judge(subject, at, order, accuracy), examples=examples, seed=seed)


def update_order(
    step: Step,
    family: Any = None,
    *,
    chart: Any = None,
    point: Any = None,
    loss: Any = None,
    accuracy: float = 0.0,
    examples: int = 40,
    seed: int = 0,
) -> Slope:
    """Measure the order in h at which steps in two charts part: the lowest over the instances.

    Arguments as `assert_invariant_update`.
    Returns `numeric.slopes.Slope`: its order with its half-width, or Seen.VANISHES where no instance shows a mismatch.
    Raises UndecidedError when at some instance the slope does not settle, ContractError.
    """
    found: list[Ladder] = []
    subject = Subject(step)

    def judge(at: Instance) -> Judgement:
        if at.chart.layers:
            found.append(climb(subject, at, accuracy))
        return Judgement(Shown.HOLDS)

    asked = Property(subject, "", "phi(step_eta(eta, h)) - step_theta(theta, h) = O(h^order)", "update_order")
    places = instances(family, chart=chart, point=point, loss=loss, default_loss=losses)
    check(asked, places, judge, examples=examples, seed=seed)
    unclear = [one for one in found if _seen(one) is Shown.CANNOT_TELL]
    moving = [one.slope for one in found if not one.still]
    if unclear or not moving:
        raise UndecidedError(
            f"the order did not settle at {len(unclear)} of {len(found)} instances that could tell."
        )
    ordered = [slope for slope in moving if slope.seen is Seen.ORDER]
    return min(ordered, key=lambda slope: slope.order) if ordered else moving[0]


def _judge(subject: Subject, at: Instance, order: float, accuracy: float) -> Judgement:
    if not at.chart.layers:
        return Judgement(Shown.NOTHING)
    ladder = climb(subject, at, accuracy)
    if ladder.still:
        return Judgement(Shown.NOTHING)
    size = (("step", f"h = {number(ladder.largest)}"),)
    if order == inf:
        found = judged(ladder.left, ladder.right, NAMES, accuracy=accuracy, rough=subject.rough)
        return Judgement(found.shown, (*size, *found.lines, ("order", _described(ladder.slope))))
    seen = _seen(ladder)
    shown = seen if seen is not Shown.HOLDS else _OF[ladder.slope.at_least(order)]
    return Judgement(
        shown, (*size, *sides(ladder.left, ladder.right, NAMES), ("order", _described(ladder.slope)))
    )


def _seen(ladder: Ladder) -> Shown:
    """Whether there is an order, or a mismatch of zero that would have been seen if it were none."""
    unsettled = ladder.slope.seen is Seen.CANNOT_TELL
    blind = ladder.slope.seen is Seen.VANISHES and not ladder.resolved
    return Shown.CANNOT_TELL if unsettled or blind else Shown.HOLDS


def _described(slope: Slope) -> str:
    if slope.seen is Seen.ORDER:
        between = f"from h = {number(slope.steps[0])} to {number(slope.steps[-1])}"
        return f"the mismatch falls like h^{slope.order:.3f} +- {slope.half_width:.3f}, measured {between}"
    return slope.seen.value
