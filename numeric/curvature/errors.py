"""What can go wrong with a curvature matrix, by name."""

from numeric.errors import NumericError


class CurvatureError(NumericError):
    """A curvature matrix cannot be made or used; its subclasses say why."""


class DecayError(CurvatureError):
    """A decay of running averages outside [0, 1)."""


class StateError(CurvatureError):
    """A factor is asked for before it was observed or inverted, or of a block that is not there."""
