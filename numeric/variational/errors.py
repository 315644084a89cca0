"""What can go wrong in variational inference, by name."""

from numeric.errors import NumericError


class VariationalError(NumericError):
    """A variational law or a step makes no sense; its subclasses say why."""


class ParameterError(VariationalError):
    """A parameter lies outside the domain of its family: a variance, a concentration, a precision."""


class RateError(VariationalError):
    """A rate is not in (0, 1], or a schedule of rates does not satisfy the Robbins-Monro conditions."""


class ObservationError(VariationalError):
    """An observation is not one that the likelihood can produce: a label, a count, an exposure."""


class BatchError(VariationalError):
    """A minibatch is larger than the data, names an example twice, or one that is not there."""


class RuleError(VariationalError):
    """A quadrature rule has too few or too many nodes, or weights that do not sum to one."""


class AscentError(VariationalError):
    """A coordinate update lowered the bound that it is to raise.

    fall  by how much, in nats.
    """

    def __init__(self, message: str, *, fall: float) -> None:
        super().__init__(message)
        self.fall = fall
