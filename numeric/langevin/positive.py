"""Which numbers a Langevin dynamics takes: positive temperatures, rates and steps, and whole counts."""

from math import inf, isfinite
from operator import index

from numeric.langevin.errors import CountError, LangevinError, NoStationaryLawError, TemperatureError


def require_heat(eta: float, T: float, hottest: float = inf) -> None:
    """Check that 0 < eta, 0 < T < hottest.

    hottest  the temperature from which e^(-L/T) is no longer integrable.
    Raises TemperatureError, NoStationaryLawError.
    """
    require_positive("the temperature T", T, TemperatureError)
    require_positive("the rate eta", eta, TemperatureError)
    if not hottest > T:  # NaN is no bound
        raise NoStationaryLawError(
            f"at T = {T:g} no stationary law exists: e^(-L/T) is integrable only below T = {hottest:g}. "
            "The loss grows too slowly for that much noise; lower T."
        )


def require_positive(what: str, value: float, error: type[LangevinError]) -> float:
    """Return the number if it is finite and above zero, or raise the error."""
    if not (isfinite(value) and value > 0):
        raise error(f"{what} is {value}; it must be a positive number.")
    return float(value)


def require_whole(what: str, value: int, *, least: int = 0) -> int:
    """Return the number if it is whole and at least `least`.

    Raises CountError.
    """
    try:
        found = index(value)
    except TypeError as error:
        raise CountError(f"{what} is {value!r}; it must be a whole number.") from error
    if found < least:
        raise CountError(f"{what} is {found}; it must be {least} or more.")
    return found
