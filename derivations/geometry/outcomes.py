"""What an answer is: a decision with its reason, and a closed form with its route or the reason for none.

A decision is made for by a proof and against by a value that is not zero; all else is undecided.  The values
are exact where they are rational, and otherwise agree at two precisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sympy as sp
from sympy import Expr, Symbol

from derivations.ladder import prove_zero

Value = TypeVar("Value")
DIGITS = 30  # a value is taken to differ from zero if it does so at 30 and at 60 digits
GUARD = sp.Float("1e-20")  # and by more than what cancellation can leave at 30


@dataclass(frozen=True)
class Decision:
    """Whether a statement holds: True, False, or None where nothing decides it; `why` says by what."""

    holds: bool | None
    why: str

    def __bool__(self) -> bool:
        return self.holds is True


@dataclass(frozen=True)
class Found(Generic[Value]):
    """A closed form.

    value      the closed form.
    route      how it was found.
    confirmed  the decision that it is what it is said to be, by another road.
    """

    value: Value
    route: str
    confirmed: Decision

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class NotFound:
    """No closed form here; the reason says what was tried and what to do instead."""

    reason: str

    def __bool__(self) -> bool:
        return False


def decide_zero(entries: Iterable[Any], *, points: Sequence[Mapping[Symbol, Any]], of: str) -> Decision:
    """Decide whether every entry is zero: tried at points first, then proved by the ladder.

    entries  expressions.
    points   values for the free symbols, where an entry that is not zero shows it cheaply.
    of       what the entries are, for the sentence in `why`.

    >>> x = Symbol("x", positive=True)
    >>> decide_zero([sp.log(x**2) - 2*sp.log(x)], points=[{x: sp.Rational(3, 2)}], of="the gap").why
    'the gap: proved zero by logarithms'
    """
    steps: list[str] = []
    for entry in map(sp.sympify, entries):
        if entry == 0:
            continue
        differs = _differs(entry, points[:1], of)
        if differs is not None:
            return differs
        outcome = prove_zero(entry)
        if not outcome.proved:
            differs = _differs(entry, points[1:], of)
            left = f"{of}: not decided; the ladder leaves {outcome.residual}"
            return Decision(None, left) if differs is None else differs
        if outcome.step not in steps:
            steps.append(str(outcome.step))
    return Decision(True, f"{of}: proved zero by {', '.join(steps) or 'structural'}")


def _differs(entry: Expr, points: Sequence[Mapping[Symbol, Any]], of: str) -> Decision | None:
    for point in points:
        value = nonzero_value(entry, point)
        if value is not None:
            where = ", ".join(f"{s} = {v}" for s, v in point.items())
            return Decision(False, f"{of}: {value} at {where}, not 0")
    return None


def nonzero_value(expression: Expr, point: Mapping[Symbol, Any]) -> Expr | None:
    """The value at a point if it is a number that is not zero; None if it is zero or cannot be told.

    >>> x = Symbol("x")
    >>> nonzero_value(x**2 - 2, {x: sp.Rational(3, 2)})
    1/4
    """
    value = expression.subs(dict(point), simultaneous=True)
    if value.is_Rational:
        return None if value == 0 else value
    if not value.is_number or value.has(sp.Float):  # a float carries digits that are not there
        return None
    rough = _evaluated(value, DIGITS)
    if rough is None or abs(rough) < GUARD:
        return None
    fine = _evaluated(value, 2 * DIGITS)
    told = fine is not None and abs(rough - fine) < abs(fine) * sp.Float("1e-10")
    return sp.N(fine, 12) if told else None


def _evaluated(value: Expr, digits: int) -> Expr | None:
    """The value to that many digits, which is not raised to tell a zero; None where it is no number."""
    found = sp.N(value, digits, maxn=digits)
    ordinary = found.is_number and not found.has(sp.nan, sp.zoo, sp.oo)
    return (
        found
        if ordinary and all(part.is_Float or part.is_Rational for part in found.as_real_imag())
        else None
    )
