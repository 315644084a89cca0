"""Integrals and sums of a density with other integrands beside it: balls of seen radius.

Integrals are trapezoidal sums after x = lo + e^u, x = lo + (hi - lo)/(1 + e^-u) or x = sinh u with
u = (π/2) sinh t, halved in step until two agree; sums run until their terms vanish. The radius of the ball is what
the two differ by, many times over: it is seen, not proved. The mass, which must be 1, is watched on the way, and
every integrand must have vanished where a sum is cut.

Source  Takahasi and Mori (1974), double exponential formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import flint

from fisherproof.replaying.jets import NotDecidableError

SAFETY = 100  # how many times the difference of two steps the radius is
TIGHT = 1e-10  # to which two steps must agree, and the mass be 1
WIDEST = 6.0  # |t| at which e^(π/2 sinh t) leaves what any law of the catalogue holds
CUT = 1e-12  # of a sum: what the terms at its ends may be, where a slow tail would be lost
HALVINGS = 8
MOST_TERMS = 20000
SMALL = 1e-40  # of the largest term: what comes after it changes no digit
IN_A_ROW = 20  # so many small terms end a sum
Weighted = Iterator[tuple[Any, Any]]  # a point and the factor of its integrand


def integrated(low: Any, high: Any, parts: Callable[[Any], list[Any]]) -> list[Any]:
    """Integrals of the parts between two ends, None for one that is infinite; the first part is the density.

    Raises NotDecidableError where the mass is not 1 or two steps do not agree.
    """
    before = None
    for halving in range(2, HALVINGS):
        now = summed(line(low, high, 2.0**-halving), parts)
        if before is not None and all(close(a, b) for a, b in zip(before, now, strict=True)):
            return settled([before, now])
        before = now
    raise NotDecidableError("the integral over the family's log-density does not settle.")


def close(a: Any, b: Any) -> bool:
    """Whether two sums agree as far as is asked."""
    return small(a - b, b, TIGHT)


def settled(findings: list[list[Any]]) -> list[Any]:
    """The last finding with its radius, the mass left out.

    Raises NotDecidableError where the mass is not 1.
    """
    before, now = findings
    if not close(now[0], now[0] * 0 + 1):
        raise NotDecidableError(
            f"the log-density has the mass {float(now[0].mid()):.12g} at the instance, not 1."
        )
    radii = [
        SAFETY * (abs(float((a - b).mid())) + TIGHT * max(1.0, abs(float(b.mid()))))
        for a, b in zip(before, now, strict=True)
    ]
    return [b.mid() + flint.arb(0, r) for b, r in zip(now[1:], radii[1:], strict=True)]


def summed(points: Weighted, parts: Callable[[Any], list[Any]]) -> list[Any]:
    """Σ weight · parts over the points of a rule.

    Raises NotDecidableError where a part has not vanished at the ends, so that a tail is lost.
    """
    found = []
    for x, weight in points:
        try:
            terms = [weight * part for part in parts(x)]
        except (NotDecidableError, ZeroDivisionError):
            continue  # an end of the interval, to rounding
        if all(term.is_finite() for term in terms):
            found.append(terms)
    if not found:
        raise NotDecidableError("the log-density is real at no point of its support.")
    total = [sum(column[1:], column[0]) for column in zip(*found, strict=True)]
    for terms in (found[0], found[-1]):
        if not all(small(term, whole, CUT) for term, whole in zip(terms, total, strict=True)):
            raise NotDecidableError("a tail of the family's log-density is too heavy to be integrated.")
    return total


def counted(low: Any, high: Any, parts: Callable[[Any], list[Any]]) -> list[Any]:
    """Σ parts over the integers from one end to the other, ended where an infinite tail no longer counts.

    Raises NotDecidableError where an end is no integer, or too many terms count.
    """
    first = None if low is None else low.unique_fmpz()
    last = None if high is None else high.unique_fmpz()
    if first is None or (high is not None and last is None):
        raise NotDecidableError("the data are integers between ends that are none.")
    total: list[Any] = []
    largest, vanished = 0.0, 0
    for k in range(int(first), int(first) + MOST_TERMS):
        if (last is not None and k > int(last)) or vanished > IN_A_ROW:
            break
        terms = parts(flint.fmpq(k))
        total = [a + b for a, b in zip(total, terms, strict=True)] if total else terms
        size = abs(float(terms[0].mid()))
        largest = max(largest, size)
        vanished = vanished + 1 if size < SMALL * largest else 0
    else:
        raise NotDecidableError(f"more than {MOST_TERMS} terms of a sum over the family's data count.")
    if not total:
        raise NotDecidableError("the support of the family is empty.")
    return total


def small(term: Any, whole: Any, part: float) -> bool:
    """Whether a term is at most a part of a sum, or of 1."""
    return bool(abs(float(term.mid())) <= part * max(1.0, abs(float(whole.mid()))))


def line(low: Any, high: Any, step: float) -> Weighted:
    """Points and weights of the double exponential rule."""
    half_pi = flint.arb.pi() / 2
    for k in range(-int(WIDEST / step), int(WIDEST / step) + 1):
        t = flint.arb(k) * flint.arb(step)
        u, slope = half_pi * t.sinh(), half_pi * t.cosh() * step
        if low is None and high is None:
            yield u.sinh(), u.cosh() * slope
        elif high is None:
            yield low + u.exp(), u.exp() * slope
        elif low is None:
            yield high - u.exp(), u.exp() * slope
        else:
            e = (-u).exp()
            yield low + (high - low) / (1 + e), (high - low) * e / (1 + e) ** 2 * slope
