"""A finite Markov decision process with discounted rewards, as immutable data.

    s_0 ~ start,   a_t ~ pi(. | s_t),   s_{t+1} ~ P(s_t, a_t, .),   reward r(s_t, a_t) at time t = 0, 1, ...

    J(pi) = E sum_t gamma^t r(s_t, a_t)        the return: a sum, not multiplied by 1 - gamma

Source  Puterman, Markov Decision Processes (1994), ch. 6.
"""

from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.errors import MassError, ShapeError
from numeric.policies.errors import DiscountError, ProbabilityError

MASS = 1e-12  # a row of a thousand probabilities, each rounded, misses one by less than this


@dataclass(frozen=True)
class DecisionProcess:
    """A finite Markov decision process; its arrays are read-only copies.

    transitions  P, (S, A, S): from a state, by an action, to a state.
    rewards      r, (S, A): expected reward of an action in a state.
    start        (S,), the law of the first state.
    discount     gamma, strictly between 0 and 1.
    Raises ShapeError, EmptyError, NonFiniteError, ProbabilityError, MassError, DiscountError.
    """

    transitions: Array
    rewards: Array
    start: Array
    discount: float

    def __post_init__(self) -> None:
        P = floats(self.transitions).astype(np.float64)
        if P.ndim != 3 or P.shape[0] != P.shape[2]:
            raise ShapeError(
                f"transitions have shape {P.shape}; (S, A, S) is needed: state, action, next state."
            )
        require_some("entries in the transitions", P.size)
        for name, found, shape in (
            ("rewards", self.rewards, P.shape[:2]),
            ("start", self.start, P.shape[:1]),
        ):
            array = np.array(floats(found), dtype=np.float64)
            if array.shape != shape:
                raise ShapeError(
                    f"the {name} have shape {array.shape} where transitions of {P.shape} need {shape}."
                )
            object.__setattr__(self, name, _frozen(require_finite(f"the {name}", array)))
        object.__setattr__(self, "transitions", _frozen(require_laws("the transitions", P.copy())))
        require_laws("the start", self.start)
        object.__setattr__(self, "discount", require_discount(self.discount))

    @property
    def states(self) -> int:
        """S, how many states there are."""
        return int(self.rewards.shape[0])

    @property
    def actions(self) -> int:
        """A, how many actions there are in each state."""
        return int(self.rewards.shape[1])


def require_laws(what: str, array: Array) -> Array:
    """Return laws over the last axis: finite, nonnegative, of sum one; imaginary parts are not looked at.

    array  (..., n).
    Raises NonFiniteError, ProbabilityError, MassError, each with the place.
    """
    real = np.real(require_finite(what, array))
    if np.any(real < 0):
        where = tuple(int(i) for i in np.argwhere(real < 0)[0])
        raise ProbabilityError(
            f"{what}: probability {real[where]:g} at index {where} is negative. "
            "The last axis must hold a law; check signs and the order of the axes."
        )
    totals = np.atleast_1d(np.sum(real, axis=-1))
    wrong = np.abs(totals - 1) > MASS
    if np.any(wrong):
        where = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise MassError(
            f"{what}: the row at index {where} sums to {totals[where]:.12g}, not 1. "
            "The last axis must hold a law; normalise it, or check the order of the axes."
        )
    return array


def require_discount(discount: float) -> float:
    """Return gamma strictly between 0 and 1.

    Raises DiscountError.
    """
    if not 0 < discount < 1:
        raise DiscountError(
            f"discount {discount}: it must lie strictly between 0 and 1. At 1 the return of an endless path "
            "need not exist; at 0 nothing but the first reward counts."
        )
    return float(discount)


def _frozen(array: Array) -> Array:
    array.flags.writeable = False
    return array
