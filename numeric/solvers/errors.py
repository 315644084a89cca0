"""What can go wrong with a linear system, by name."""

from numeric.errors import NumericError


class SolverError(NumericError):
    """A linear system or an eigenvalue cannot be computed; its subclasses say why."""


class SingularFactorError(SolverError):
    """A matrix to be inverted has an eigenvalue that is zero at rounding, or negative.

    eigenvalue  the smallest one.
    """

    def __init__(self, message: str, *, eigenvalue: float) -> None:
        super().__init__(message)
        self.eigenvalue = eigenvalue


class IndefiniteError(SolverError):
    """Conjugate gradients met a direction along which the matrix is not positive.

    curvature  p^T A p / p^T p of that direction: at least the smallest eigenvalue of A.
    """

    def __init__(self, message: str, *, curvature: float) -> None:
        super().__init__(message)
        self.curvature = curvature


class DampingError(SolverError):
    """A damping, a floor, a cutoff, a tolerance or a limit outside its range."""
