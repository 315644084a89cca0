"""Judge a statement at one instance, in the arithmetic of the evaluator.

In exact rationals and balls the instance is a particular one, and FALSE is a
refutation. In a symbolic arithmetic the instance is generic, and TRUE is a
proof. The same few rules serve both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from typing import Any

import flint

from theorems.arithmetic.base import OutsideArithmeticError
from theorems.arithmetic.matrix import Mat
from theorems.arithmetic.series import Series
from theorems.arithmetic.symbolic import Symbolic
from theorems.evaluate import Evaluator, IllTypedError, as_scalar
from theorems.term import Term

TIGHT = 25  # decimal digits a ball must have before "contains zero" counts as evidence


class Truth(Enum):
    """What one instance says of a statement."""

    TRUE = "The statement holds exactly at this instance."
    ENCLOSED = "The balls of both sides overlap to more than 25 digits."
    FALSE = "The statement fails at this instance, exactly or by balls that exclude it."
    UNKNOWN = "This arithmetic cannot tell at this instance."


@dataclass(frozen=True)
class Judgement:
    """The outcome with what was compared.

    lhs, rhs  the two sides as text; "" where the statement has none.
    reason    why it is unknown, or in what respect it is false.
    extra     data a certificate needs (a competitor, an exponent with its coefficient).
    """

    truth: Truth
    lhs: str = ""
    rhs: str = ""
    reason: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def judge(statement: Term, ev: Evaluator) -> Judgement:
    """Decide a relation at the evaluator's instance.

    Raises IllTypedError when the statement is not a relation; the arithmetic's errors pass through.
    """
    try:
        rule = RULES[statement.op]
    except KeyError:
        raise IllTypedError(
            f"{statement.op!r} is a value, not a statement; compare it with Equal or AtLeast."
        ) from None
    return rule(statement, ev)


# -- comparing scalars --------------------------------------------------------------------------


def zero(x: Any, ev: Evaluator, scale: Any) -> Truth:
    """Whether a scalar is zero."""
    if isinstance(ev.arithmetic, Symbolic):
        return Truth.TRUE if ev.arithmetic.vanishes(x) else Truth.UNKNOWN
    if not isinstance(x, flint.arb):
        return Truth.TRUE if x == 0 else Truth.FALSE
    if x == 0:
        return Truth.TRUE
    if not x.is_finite():
        return Truth.UNKNOWN
    if not x.contains(0):
        return Truth.FALSE
    return Truth.ENCLOSED if x.rad() < scale * flint.arb(10) ** -TIGHT else Truth.UNKNOWN


def magnitude(value: Any) -> Any:
    """The size against which the radius of a ball is compared: max |entry|, at least 1e-30."""
    entries = value.entries if isinstance(value, Mat) else [value]
    if not isinstance(entries[0], flint.arb):
        return None
    size = flint.arb("1e-30")
    for entry in entries:
        bound = entry.abs_upper()
        size = max(size, bound)
    return size


def worst(truths: list[Truth]) -> Truth:
    """The conjunction: FALSE beats UNKNOWN beats ENCLOSED beats TRUE.

    Raises ValueError for no truths at all: nothing looked at is never a pass.
    """
    if not truths:
        raise ValueError("there is nothing to conclude from: no part of the statement was looked at.")
    for truth in (Truth.FALSE, Truth.UNKNOWN, Truth.ENCLOSED):
        if truth in truths:
            return truth
    return Truth.TRUE


def text(value: Any) -> str:
    """A value for the report: exact rationals as they are, balls to 12 digits."""
    if isinstance(value, Mat):
        rows = "; ".join(", ".join(text(entry) for entry in row) for row in value.rows)
        return f"({rows})"
    if isinstance(value, flint.arb):
        return value.str(12, radius=False)
    if isinstance(value, Series):
        return " + ".join(f"{text(c)} h^{k}" for k, c in enumerate(value.coefficients))
    return str(value)


def equal(statement: Term, ev: Evaluator) -> Judgement:
    """lhs = rhs, entry by entry."""
    a, b = ev(statement.args[0]), ev(statement.args[1])
    if isinstance(a, Mat) != isinstance(b, Mat) or (isinstance(a, Mat) and a.dims != b.dims):
        raise IllTypedError("an equation between things of different shapes.")
    gap = a + (-b)
    scale = magnitude(a)
    truths = [zero(x, ev, scale) for x in (gap.entries if isinstance(gap, Mat) else [gap])]
    return Judgement(worst(truths), text(a), text(b))


def sign_of(x: Any, ev: Evaluator) -> int | None:
    """The sign of a scalar, or None when it cannot be told."""
    try:
        return int(ev.arithmetic.sign(x))
    except OutsideArithmeticError:
        return None


def compare(statement: Term, ev: Evaluator) -> Judgement:
    """lhs ≥ rhs or lhs > rhs."""
    a, b = as_scalar(ev(statement.args[0])), as_scalar(ev(statement.args[1]))
    sign = sign_of(a - b, ev)
    extra = {"difference": a - b}
    if sign is None:
        return Judgement(Truth.UNKNOWN, text(a), text(b), "the sign of the difference is not told", extra)
    good = sign > 0 or (sign == 0 and statement.op == "ge")
    return Judgement(Truth.TRUE if good else Truth.FALSE, text(a), text(b), extra=extra)


def principal_minors(matrix: Mat, *, leading: bool) -> Iterator[Any]:
    """Leading principal minors, or all of them."""
    n = len(matrix.rows)
    for size in range(1, n + 1):
        for kept in [tuple(range(size))] if leading else combinations(range(n), size):
            rows = tuple(tuple(matrix.rows[i][j] for j in kept) for i in kept)
            yield Mat(rows, matrix.dims).determinant()


def definite(statement: Term, ev: Evaluator) -> Judgement:
    """Sylvester's criterion: leading minors > 0, or all principal minors ≥ 0."""
    matrix = ev(statement.args[0])
    strict = statement.op == "pd"
    return definiteness(matrix, ev, strict=strict)


def definiteness(matrix: Mat, ev: Evaluator, *, strict: bool) -> Judgement:
    """Whether the quadratic form of a matrix is positive (semi)definite; it sees the symmetric part only."""
    truths, shown = [], []
    two = ev.number(2)
    symmetric = (matrix + matrix.transpose()).map(lambda entry: entry / two)
    for minor in principal_minors(symmetric, leading=strict):
        sign = sign_of(minor, ev)
        shown.append(minor)
        if sign is None:
            truths.append(Truth.UNKNOWN)
        else:
            truths.append(Truth.TRUE if sign > 0 or (sign == 0 and not strict) else Truth.FALSE)
    minors = ", ".join(text(minor) for minor in shown)
    return Judgement(
        worst(truths), f"principal minors {minors}", "> 0" if strict else "≥ 0", extra={"minors": shown}
    )


# -- asymptotics --------------------------------------------------------------------------------


def order(statement: Term, ev: Evaluator) -> Judgement:
    """a = O(h^k) or o(h^k): every Taylor coefficient below (or up to) h^k vanishes.

    The expansion is in t = h^(1/2), so that half-integer exponents are seen too.
    """
    assert statement.value is not None
    if statement.value < 0:
        return Judgement(
            Truth.UNKNOWN, reason="a negative order allows poles, which Taylor series do not have"
        )
    bound = statement.value * 2
    first_allowed = floor(bound) + 1 if statement.op == "littleo" else ceil(bound)
    truths, leading = [Truth.TRUE] if first_allowed == 0 else [], []  # a Taylor series is O(1) as it stands
    for entry, expansion in enumerate(expand(statement, ev, first_allowed)):
        known = expansion.coefficients
        for exponent, coefficient in enumerate(known[:first_allowed]):
            truth = zero(coefficient, ev, flint.arb(1))
            truths.append(truth)
            if truth is Truth.FALSE:
                return falls_too_slowly(statement, entry, exponent, coefficient)
        if len(known) <= first_allowed:
            return Judgement(Truth.UNKNOWN, reason="the expansion is not known up to the order claimed")
        leading.append(known[first_allowed])
    shown = ", ".join(text(c) for c in leading)
    return Judgement(
        worst(truths), f"coefficient {shown} at the allowed order", extra={"leading": leading[0]}
    )


def falls_too_slowly(statement: Term, entry: int, exponent: int, coefficient: Any) -> Judgement:
    """The judgement that a coefficient below the claimed order is not zero."""
    power = str(Fraction(exponent, 2))
    name = "o" if statement.op == "littleo" else "O"
    lhs = f"{text(coefficient)} · h^({power}) + …"
    extra = {"exponent": power, "coefficient": text(coefficient), "entry": entry}
    return Judgement(Truth.FALSE, lhs, f"{name}(h^{statement.value})", extra=extra)


def expand(statement: Term, ev: Evaluator, last: int) -> list[Series]:
    """The Taylor series in t = √h of each entry of the body, known up to t^last where that can be had.

    Quotients and roots lose coefficients, so the expansion is repeated with more of them.
    """
    zero_, one = ev.number(0), ev.number(1)
    found: list[Series] = []
    for more in (0, 2, 4, 8):
        h = Series(tuple(one if k == 2 else zero_ for k in range(last + more + 1)))
        value = ev.binding(**{statement.name: h})(statement.args[0])
        entries = value.entries if isinstance(value, Mat) else [value]
        found = [entry if isinstance(entry, Series) else h.constant(entry) for entry in entries]
        if all(entry.order >= last for entry in found):
            break
    return found


# -- optimality ---------------------------------------------------------------------------------


def optimal(statement: Term, ev: Evaluator) -> Judgement:
    """Optimality of the candidate; see `theorems.optimality`."""
    from theorems.optimality import judge_optimality

    return judge_optimality(statement, ev)


# -- connectives --------------------------------------------------------------------------------


def implication(statement: Term, ev: Evaluator) -> Judgement:
    """Premise ⇒ conclusion; where the premise fails it is met for nothing, and says so.

    A generic instance whose premise fails everywhere proves nothing.
    """
    premise = judge(statement.args[0], ev)
    if premise.truth is Truth.FALSE and not isinstance(ev.arithmetic, Symbolic):
        return Judgement(Truth.TRUE, reason="the premise fails here", extra={"vacuous": True})
    if premise.truth in (Truth.FALSE, Truth.UNKNOWN):
        return Judgement(Truth.UNKNOWN, reason=f"the premise is {premise.truth.name.lower()} here")
    conclusion = judge(statement.args[1], ev)
    truth = conclusion.truth
    if truth is Truth.FALSE and premise.truth is not Truth.TRUE:
        truth = Truth.UNKNOWN  # a premise that is merely enclosed refutes nothing
    return Judgement(truth, conclusion.lhs, conclusion.rhs, conclusion.reason, conclusion.extra)


def conjunction(statement: Term, ev: Evaluator) -> Judgement:
    """All parts; the first false part is the one reported."""
    judgements = [judge(part, ev) for part in statement.args]
    truth = worst([j.truth for j in judgements])
    shown = next(j for j in judgements if j.truth is truth)
    return Judgement(truth, shown.lhs, shown.rhs, shown.reason, shown.extra)


RULES: dict[str, Callable[[Term, Evaluator], Judgement]] = {
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
