"""What can go wrong with an optimizer, by name."""

from numeric.errors import NumericError


class OptimizerError(NumericError):
    """A step cannot be taken; its subclasses say why."""


class HyperparameterError(OptimizerError):
    """A rate, a decay, a damping, a bound or a period outside its range."""


class NegativeRootError(OptimizerError):
    """A formula takes the root of a negative number.

    value  the most negative radicand.
    """

    def __init__(self, message: str, *, value: float) -> None:
        super().__init__(message)
        self.value = value


class LabelError(OptimizerError):
    """A label or a count that the response law cannot produce."""


class DomainError(OptimizerError):
    """A step starts or ends outside the domain of the parameters."""


class CollapseError(OptimizerError):
    """A component of a mixture has lost its mass or its spread: the likelihood is unbounded there."""


class MethodError(OptimizerError):
    """There is no optimizer of that name, or its file does not define one."""
