"""What can go wrong in a confirmation to many decimals, by name."""

from collections.abc import Sequence

from mpmath import mp

from numeric.errors import ConvergenceError, MassError


class DivergentError(ConvergenceError):
    """An integral or a sum grows with its truncation: it is infinite.

    which  positions of the infinite ones among those taken together.
    where  what x tends to there.
    """

    def __init__(self, which: Sequence[int], where: str, names: Sequence[str] = ()) -> None:
        self.which = tuple(which)
        self.where = where
        what = " and ".join(names) or "the integral"
        super().__init__(
            f"{what} does not die out towards x = {where}: the integrand times the distance does not fall "
            "there, so it grows with every truncation. It is infinite."
        )


class UnsettledError(ConvergenceError):
    """Two rules agree to too few digits to say anything."""


class NotNormalisedError(MassError):
    """A log-density does not integrate to one.

    mass    E[1] as found, a decimal.
    digits  to how many it is known.
    """

    def __init__(self, mass: mp.mpf, digits: int) -> None:
        self.mass = mass
        self.digits = digits
        super().__init__(
            f"the law has mass {mp.nstr(mass, max(min(digits, 15), 3))} ({digits} digits seen), not 1. Likely "
            "(a) the log-density lacks its constant, (b) the domain is not the law's, "
            "(c) a narrow hump was missed: give a breakpoint inside it."
        )
