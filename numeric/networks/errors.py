"""What can go wrong with a network, by name."""

from numeric.errors import NumericError


class NetworkError(NumericError):
    """A network cannot be evaluated; its subclasses say why."""


class LabelError(NetworkError):
    """A label is not one that the likelihood can produce."""


class OutcomesError(NetworkError):
    """A sum over outcomes was asked of a likelihood with too many or infinitely many of them."""


class ScaleError(NetworkError):
    """A temperature, a stride, a width or another size is not positive where it must be."""
