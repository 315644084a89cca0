"""What this package refuses, by name."""

from __future__ import annotations


class GeometryError(ValueError):
    """A question about the geometry of a family is not well formed."""


class MetricError(GeometryError):
    """A metric is not a symmetric, invertible matrix of the size that the coordinates ask for."""


class TensorError(GeometryError):
    """A tensor does not have the rank, the size or the symmetry that is asked for."""


class DomainError(GeometryError):
    """A domain is missing, empty, or holds no point at which formulas can be tried."""


class MarkovMapError(GeometryError):
    """A matrix is not a map of probabilities, or not a congruent embedding."""
