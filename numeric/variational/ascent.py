"""Coordinate ascent over the factors of a mean-field law, q(z) = prod_j q(z_j; theta_j), in natural parameters.

Where every complete conditional is in the family of its factor, with natural parameter eta_j(x, z_-j),

    theta_j* = E_{q without j}[eta_j(x, z_-j)]                  the best q_j given the others
    grad_{theta_j} L = F_j(theta_j) (theta_j* - theta_j)
    natural gradient = theta_j* - theta_j

so that the natural step (1 - rho) theta_j + rho theta_j* is the coordinate update at rho = 1, and no coordinate update
lowers L.  All blocks at once at rho = 1 is not coordinate ascent, and may lower it.

Source  Hoffman, Blei, Wang and Paisley, Stochastic variational inference, JMLR 14 (2013), sec. 2.2 and 2.3;
        Blei, Kucukelbir and McAuliffe, Variational inference: a review for statisticians, JASA 112 (2017), sec. 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_some
from numeric.errors import ShapeError
from numeric.variational.charts import require_rate
from numeric.variational.errors import AscentError, RateError
from numeric.variational.family import Family

ROUNDING = 1e-11  # of |L|: a sum of a thousand terms of both signs falls by no more from rounding
Blocks = tuple[Array, ...]


class MeanField(Protocol):
    """A model whose complete conditionals are in the families of the factors."""

    @property
    def families(self) -> tuple[Family, ...]:
        """The family of each factor."""

    def optimum(self, parameters: Blocks, block: int) -> Array:
        """theta_j*, given the other factors."""

    def bound(self, parameters: Blocks) -> float:
        """L, in nats."""


class Ending(Enum):
    """How an ascent ended; the value is the sentence to show."""

    SETTLED = "The last sweep raised the bound by less than the tolerance."
    LIMIT = "The sweeps were used up while the bound was still rising; allow more."


@dataclass(frozen=True)
class Ascent:
    """Where coordinate ascent ended.

    parameters  theta_j of every factor.
    bounds      L at the start and after every sweep, in nats; never falling beyond rounding.
    outcome     SETTLED or LIMIT.
    """

    parameters: Blocks
    bounds: tuple[float, ...]
    outcome: Ending


def block_gradient(model: MeanField, parameters: Sequence[ArrayLike], block: int) -> Array:
    """grad_{theta_j} L = F_j (theta_j* - theta_j), (k_j,).

    parameters  natural, (k_j,) for each factor.
    block       j, from 0.
    Raises ParameterError, ShapeError, NonFiniteError.
    """
    theta = require_blocks(model, parameters, block=block)
    return np.asarray(
        model.families[block].fisher(theta[block]) @ block_natural_gradient(model, theta, block)
    )


def block_natural_gradient(model: MeanField, parameters: Sequence[ArrayLike], block: int) -> Array:
    """theta_j* - theta_j, (k_j,).

    Arguments and errors as for `block_gradient`.
    """
    theta = require_blocks(model, parameters, block=block)
    return model.optimum(theta, block) - theta[block]


def block_step(model: MeanField, parameters: Sequence[ArrayLike], block: int, *, rate: float) -> Blocks:
    """All parameters, with (1 - rho) theta_j + rho theta_j* in block j.

    rate  rho, in (0, 1].
    Other arguments and errors as for `block_gradient`; RateError.
    """
    rho, theta = require_rate(rate), require_blocks(model, parameters, block=block)
    moved = (1 - rho) * theta[block] + rho * model.optimum(theta, block)
    return (*theta[:block], moved, *theta[block + 1 :])


def coordinate_ascent(
    model: MeanField, start: Sequence[ArrayLike], *, tolerance: float = 1e-10, limit: int = 1000
) -> Ascent:
    """Sweeps over all blocks in order, each set to its optimum, until L rises by less than the tolerance.

    start      natural parameters, (k_j,) for each factor.
    tolerance  above 0, in nats.
    limit      of the sweeps, at least 1.
    Raises AscentError when a sweep lowers L (the model's optimum is then not that of its bound), RateError for the
    tolerance, EmptyError for the limit, ParameterError, ShapeError, NonFiniteError.
    """
    theta, bounds = require_blocks(model, start), []
    require_limits(tolerance, limit)
    bounds.append(model.bound(theta))
    for _ in range(limit):
        for block in range(len(theta)):
            theta = block_step(model, theta, block, rate=1.0)
        bounds.append(require_rise(bounds[-1], model.bound(theta)))
        if bounds[-1] - bounds[-2] < tolerance:
            return Ascent(theta, tuple(bounds), Ending.SETTLED)
    return Ascent(theta, tuple(bounds), Ending.LIMIT)


def require_blocks(model: MeanField, parameters: Sequence[ArrayLike], *, block: int = 0) -> Blocks:
    """One valid natural parameter for each factor, and a block that is there.

    Raises ShapeError when there are more or fewer than factors, ParameterError, NonFiniteError.
    """
    if not 0 <= block < len(model.families):
        raise ShapeError(f"block {block} of {len(model.families)} factors, which are counted from 0.")
    if len(parameters) != len(model.families):
        raise ShapeError(f"{len(parameters)} parameters for {len(model.families)} factors.")
    return tuple(family.require(theta) for family, theta in zip(model.families, parameters))


def require_rise(before: float, after: float) -> float:
    """Return the new bound if it is not below the old one beyond rounding.

    Raises AscentError.
    """
    if not after >= before - ROUNDING * max(abs(before), abs(after), 1.0):
        raise AscentError(
            f"a sweep took the bound from {before:.12g} to {after:.12g} nats. A coordinate update never lowers it: the "
            "optimum of a factor and the bound are not of the same model. Check missing terms and factors of two.",
            fall=before - after,
        )
    return after


def require_limits(tolerance: float, limit: int) -> None:
    """Check a tolerance in nats and a number of sweeps.

    Raises RateError, EmptyError.
    """
    if not 0 < tolerance < np.inf:
        raise RateError(f"tolerance {tolerance}: above 0 and finite, in nats.")
    require_some("sweeps", limit)
