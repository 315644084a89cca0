"""What this package refuses, by name."""

from __future__ import annotations


class StochasticError(ValueError):
    """A diffusion, or a question about one, is not well formed."""


class ShapeError(StochasticError):
    """A column or a matrix does not have the size that the coordinates ask for."""


class SymmetryError(StochasticError):
    """A matrix that has to be symmetric or antisymmetric could not be shown to be."""


class NotInvertibleError(StochasticError):
    """A change of chart has no inverse, or one that was not shown to undo it."""


class CollidingSpectraError(StochasticError):
    """A Lyapunov equation has no unique solution, since two eigenvalues collide."""


class NoStationaryLawError(StochasticError):
    """The process has no stationary law."""


class NoClosedFormError(StochasticError):
    """What was asked for has no closed form that is worth printing."""
