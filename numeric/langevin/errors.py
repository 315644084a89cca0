"""What can go wrong with a Langevin dynamics, by name."""

from numeric.errors import NumericError


class LangevinError(NumericError):
    """A Langevin dynamics cannot be run; its subclasses say why."""


class TemperatureError(LangevinError):
    """A temperature or a rate that is not a positive number."""


class NoStationaryLawError(LangevinError):
    """The dynamics has no stationary law: unstable drift, or e^(-L/T) is not integrable."""


class StepError(LangevinError):
    """A time step that is not a positive number, or over which the exact transition overflows."""


class CountError(LangevinError):
    """A seed, a number of steps or of workers, or an index of one, that is not a whole number in its range."""


class StabilityError(LangevinError):
    """A time step at which the scheme itself has no stationary law."""


class MethodError(LangevinError):
    """A method was given a dynamics it is not for, or one without what it needs."""


class DomainError(LangevinError):
    """A chain starts where the dynamics is not defined."""


class ChainError(LangevinError):
    """A chain ran away, left the finite numbers, or met a place where a step is not defined.

    chain  its index among all chains.
    step   the step after which it was first found so, counted from one.
    """

    def __init__(self, message: str, *, chain: int, step: int) -> None:
        super().__init__(message)
        self.chain = chain
        self.step = step
