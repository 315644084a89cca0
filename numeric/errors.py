"""What can go wrong in a measurement, by name.

Every kernel raises one of these rather than hand back a number that means nothing.
Each message says what happened, where, the likely cause, and what to do.
"""


class NumericError(ArithmeticError):
    """A measurement failed; its subclasses say how."""


class EmptyError(NumericError):
    """There was nothing to measure: zero points, zero draws, an empty set."""


class ShapeError(NumericError):
    """An array does not have the shape that the formula needs."""


class NonFiniteError(NumericError):
    """A callable returned NaN or infinity where a finite value is needed."""


class MassError(NumericError):
    """The weights of a law do not add up to one."""


class ConvergenceError(NumericError):
    """A rule did not settle: the quantity may be infinite, or the rule too coarse."""


class InfiniteDivergenceError(NumericError):
    """A divergence is infinite: one law has mass where the other has none."""


class AnalyticityError(NumericError):
    """The complex step gave a derivative that real differences contradict."""


class MetricError(NumericError):
    """A metric, a root of its inverse or a mobility is not symmetric positive definite."""


class SingularMetricError(NumericError):
    """A metric (or any matrix to be inverted) is singular at the working precision."""


class FlowError(NumericError):
    """An integration of a flow stopped before its last time."""


class InfeasibleError(NumericError):
    """A constraint set has no point, or is not of the stated kind."""


class PrecisionError(NumericError):
    """The machine offers no second precision to compare with."""
