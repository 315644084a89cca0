"""Expectations over a law known by its log-density and its support, refined until they settle.

    E[f] = int f(x) exp(logp(x)) dx   or   sum_x f(x) exp(logp(x))

The rule is doubled until the error it sees in E[f] is at rounding, or stops falling.
An expectation that is infinite shows at the ends: f times the mass cut off there does not die out.
"""

from collections.abc import Callable

import numpy as np

from numeric.arrays import Array, Estimate, Function, Precision
from numeric.errors import ConvergenceError
from numeric.product import product_rules
from numeric.quadrature import interval_rules
from numeric.rules import Rule, require_mass
from numeric.sums import finite_rule, integer_rule
from numeric.supports import Integers, Interval, Points, Space, Support

FIRST_LEVEL, LAST_LEVEL = 5, 10
SETTLED = 64.0  # in units of eps: where more nodes cannot help


def rules(logp: Function, support: Support, *, dtype: Precision = np.float64) -> Callable[[int], Rule]:
    """The rules of a law by level, 5 to 10; sums have one rule whatever the level.

    logp   (m,) or (m, d) points to (m,) log-densities (log-probabilities for a discrete law).
    Raises as `interval_rules`, `product_rules`, `finite_rule` and `integer_rule` do.
    """
    if isinstance(support, Interval):
        return interval_rules(logp, support, dtype=dtype)
    if isinstance(support, Space):
        return product_rules(logp, support, dtype=dtype)
    if isinstance(support, Points):
        finite = finite_rule(logp, support, dtype=dtype)
        return lambda _: finite
    summed = integer_rule(logp, support, dtype=dtype)
    return lambda _: summed


def rule(
    logp: Function,
    support: Support,
    *,
    digits: float = 9.0,
    dtype: Precision = np.float64,
) -> Rule:
    """Nodes and weights of the law, fine enough for its mass, its entropy and E[logp^2].

    What is averaged with it may need more nodes: `mean` reports the error; `expectation` refines.

    digits  relative accuracy demanded of those three; the rule is refined beyond it while that helps.
    Raises MassError when the mass is not one, ConvergenceError when the rule does not settle.
    """
    # A law's own log-density is the one thing every later integrand is made of.
    return _refined(lambda x: _powers(logp, x), logp, support, digits, dtype)[0]


def expectation(
    f: Callable[[Array], Array | Estimate],
    logp: Function,
    support: Support,
    *,
    digits: float = 6.0,
    dtype: Precision = np.float64,
) -> Estimate:
    """E[f] over the law of log-density logp, for every trailing index of f.

    f        (m,) or (m, d) points to (m, ...) values, or to an Estimate whose error is carried along.
    digits   accuracy demanded, relative to E|f|; more is delivered where it can be had.
    dtype    numpy.float64 or numpy.longdouble.
    Raises ConvergenceError when E[f] does not settle (an infinite expectation does not),
    MassError when the law's mass is not one, NonFiniteError for NaN or infinite values of f.
    """
    return _refined(f, logp, support, digits, dtype)[1]


def _powers(logp: Function, x: Array) -> Array:
    density = np.asarray(logp(x))
    return np.stack([np.ones_like(density), density, density**2], axis=-1)


def _measure(f: Callable[[Array], Array | Estimate], used: Rule, digits: float) -> tuple[Estimate, float]:
    """E[f], and how far its quadrature is from settled: the largest error over E|f|.

    An entry that vanishes has only the error that f came with; below that error, and where that is small
    beside the largest entry, it counts as settled.
    """
    found = f(used.nodes)
    values, carried = (found.value, found.error) if isinstance(found, Estimate) else (np.asarray(found), None)
    mean, size = used.mean(values), used.scale(values)
    brought = np.zeros_like(size) if carried is None else used.scale(carried)
    with np.errstate(invalid="ignore", divide="ignore"):
        noise = (mean.error <= brought) & (brought <= 10.0**-digits * np.max(size))
        ratio = np.where(noise, 0.0, (mean.error + brought) / size)
        ratio = np.where(mean.error + brought == 0, 0.0, ratio)
    return Estimate(mean.value, mean.error + brought), float(np.max(ratio))


def _refined(
    f: Callable[[Array], Array | Estimate], logp: Function, support: Support, digits: float, dtype: Precision
) -> tuple[Rule, Estimate]:
    best: tuple[float, Rule, Estimate] | None = None
    at_level = rules(logp, support, dtype=dtype)
    for level in range(FIRST_LEVEL, LAST_LEVEL + 1):
        used = at_level(level)
        estimate, worst = _measure(f, used, digits)
        stalled = best is not None and worst > best[0] / 2 and best[0] <= 10.0**-digits
        if best is None or worst < best[0]:
            best = (worst, used, estimate)
        settled = worst <= SETTLED * np.finfo(dtype).eps
        if settled or stalled or isinstance(support, Points | Integers):
            break
    assert best is not None
    worst, used, estimate = best
    require_mass(used)
    if not worst <= 10.0**-digits:
        raise ConvergenceError(
            f"after {len(used.nodes)} nodes the expectation has a relative error of {worst:.1e}, "
            f"where {10.0**-digits:.0e} was asked. Likely (a) it is infinite, (b) it has a kink or jump: "
            "pass it as a breakpoint, (c) a singular point is not at 0, where floats are dense: "
            "translate the data."
        )
    return used, estimate
