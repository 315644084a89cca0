"""Response laws of generalised linear models: mean mu as a function of the linear predictor eta = x^T beta.

    logistic    mu = 1 / (1 + e^-eta)     V = mu (1 - mu)     canonical
    Poisson     mu = e^eta                V = mu              canonical
    probit      mu = Phi(eta)             V = mu (1 - mu)     not canonical

    canonical means d mu / d eta = V(mu): the Hessian of the loss then does not contain the labels.

Source  McCullagh and Nelder, Generalized Linear Models (2nd ed., 1989), sec. 2.2 and 2.5.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, ndtr

from numeric.arrays import Array
from numeric.optimizers.errors import LabelError


@dataclass(frozen=True)
class ResponseLaw:
    """A law of y given the linear predictor.

    name      for messages.
    mean      eta (N,) to mu (N,).
    slope     eta (N,) to d mu / d eta (N,).
    variance  eta (N,) to V (N,).
    allowed   y (N,) to whether each is a possible outcome (N,).
    outcomes  these outcomes in words.
    """

    name: str
    mean: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    variance: Callable[[Array], Array]
    allowed: Callable[[Array], Array]
    outcomes: str

    def require_labels(self, y: Array) -> Array:
        """Return the labels if all are possible outcomes.

        Raises LabelError with the first that is not.
        """
        bad = ~self.allowed(y)
        if np.any(bad):
            where = int(np.argmax(bad))
            raise LabelError(
                f"the response {y[where]} at index {where} is no outcome of the {self.name} law: {self.outcomes}. "
                f"{int(np.sum(bad))} of {y.size} are outside; check the coding of the labels."
            )
        return y


def _binary(y: Array) -> Array:
    return (y == 0) | (y == 1)


def _count(y: Array) -> Array:
    return (y >= 0) & (y == np.floor(y))


LOGISTIC = ResponseLaw(
    "logistic",
    expit,
    lambda e: expit(e) * expit(-e),
    lambda e: expit(e) * expit(-e),
    _binary,
    "0 or 1",
)
POISSON = ResponseLaw("Poisson", np.exp, np.exp, np.exp, _count, "0, 1, 2, ...")
PROBIT = ResponseLaw(
    "probit",
    ndtr,
    lambda e: np.exp(-(e**2) / 2) / np.sqrt(2 * np.pi),
    lambda e: ndtr(e) * ndtr(-e),
    _binary,
    "0 or 1",
)
