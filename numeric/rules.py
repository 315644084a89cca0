"""A quadrature rule: nodes and weights for an expectation, with what is needed to see its own error.

    E[f] = sum_i w_i f(x_i),     the density is already in the weights.

The error of a mean has four observed parts:
    doubling    |sum w f - sum v f|, with v the weights of the rule of half as many nodes;
    truncation  sum e |f|, with e the mass that an end cut off can still hold, carried by its last node;
    rounding    sum r w |f|, with r the relative rounding of each weight;
    mass        |sum w - 1| sum w |f|, what the law's own normalisation shows to be lost.
"""

from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array, Estimate, require_finite, require_some
from numeric.errors import MassError, ShapeError

SHARP, BLUNT = 1e-9, 1e-6  # a law whose mass is off by more is not the law that was meant


@dataclass(frozen=True)
class Rule:
    """Nodes and weights of an expectation.

    nodes     (n,) or (n, d), the points at which to evaluate what is averaged.
    weights   (n,), nonnegative; the density is included.
    coarse    (n,), the weights of the rule of half as many nodes (zero where it has none).
    ends      (n,), mass that the truncated ends can hold, at the last node before each.
    rounding  (n,), relative rounding error of each weight.
    """

    nodes: Array
    weights: Array
    coarse: Array
    ends: Array
    rounding: Array

    def __post_init__(self) -> None:
        require_some("nodes in a quadrature rule", len(self.nodes))

    @property
    def mass(self) -> Estimate:
        """E[1] as the rule sees it."""
        return self._measure(np.ones(len(self.nodes), dtype=self.weights.dtype))

    def mean(self, values: Array) -> Estimate:
        """E[f] = sum_i w_i f(x_i), for every trailing index of the values.

        values  (n, ...), f at the nodes.
        Raises ShapeError when the first axis is not n, NonFiniteError for NaN or infinite values.
        """
        values = np.asarray(values)
        if values.shape[:1] != self.weights.shape:
            raise ShapeError(f"values of shape {values.shape} for a rule of {len(self.weights)} nodes.")
        used = (self.weights + self.coarse) > 0
        require_finite("what is averaged", values[used])
        found = self._measure(values)
        lost = np.abs(np.sum(self.weights) - 1)
        return Estimate(found.value, found.error + lost * self.scale(values))

    def _measure(self, values: Array) -> Estimate:
        value = _total(self.weights, values)
        doubling = np.abs(value - _total(self.coarse, values))
        rest = _total(self.ends + self.rounding * self.weights, np.abs(values))
        return Estimate(value, doubling + rest)

    def scale(self, values: Array) -> Array:
        """E|f|, the size against which the error of E[f] is to be judged, of shape (...)."""
        return _total(self.weights, np.abs(values))


def require_mass(rule: Rule) -> Rule:
    """Return the rule if its mass is one: to nine digits, or to the error it sees where that is under 1e-6.

    Raises MassError with the mass found and the likely causes.
    """
    mass = rule.mass
    tolerance = max(SHARP, min(float(mass.error), BLUNT))
    if not abs(float(mass.value) - 1) <= tolerance:
        raise MassError(
            f"the law has mass {float(mass.value):.12g} (error seen {float(mass.error):.1e}), not 1. "
            "Likely (a) the log-density lacks its constant, (b) the support is not the law's, "
            "(c) a narrow hump was missed: give a breakpoint inside it, (d) mass piles up at a nonzero end, "
            "where floats cannot tell nodes apart: use a coordinate that is infinite there (logit on (0, 1))."
        )
    return rule


def _total(weights: Array, values: Array) -> Array:
    return np.asarray(np.einsum("i,i...->...", weights, values))
