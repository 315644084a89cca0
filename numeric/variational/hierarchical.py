"""Models of global and local variables, and coordinate ascent over both.

    p(x, z, beta) = p(beta) prod_n p(x_n, z_n | beta),     q = q(beta; lambda) prod_n q(z_n)
    sweep   q(z_n) = best given lambda, for all n;     lambda* = lambda_0 + sum_n E[s(x_n, z_n)]

lambda is natural; s is what an example with its local variables adds to the natural parameter of beta.  Neither half
of a sweep lowers the bound.

Source  Hoffman, Blei, Wang and Paisley, Stochastic variational inference, JMLR 14 (2013), sec. 2.1 to 2.3 and fig. 3.
"""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np

from numeric.arrays import Array
from numeric.errors import ShapeError
from numeric.variational.ascent import Blocks, Ending, require_limits, require_rise

Q = TypeVar("Q")


class Hierarchical(Protocol[Q]):
    """A conditionally conjugate model; Q holds the local factors of a batch of examples."""

    @property
    def prior(self) -> Blocks:
        """lambda_0, natural, one array for each kind of global variable."""

    def require_data(self, data: Array) -> Array:
        """The examples, checked; the first axis counts them."""

    def require_globals(self, parameters: Blocks) -> Blocks:
        """lambda, checked."""

    def local(self, parameters: Blocks, data: Array, *, start: Q | None = None) -> Q:
        """The best local factors given lambda, searched from those at the start where that matters."""

    def statistics(self, local: Q, data: Array) -> Blocks:
        """sum_n E[s(x_n, z_n)], of the shapes of lambda."""

    def bound(self, parameters: Blocks, local: Q, data: Array, *, weight: float = 1.0) -> float:
        """weight times the local terms, less the divergence of q(beta) from its prior, in nats."""


@dataclass(frozen=True)
class Sweeps(Generic[Q]):
    """Where coordinate ascent ended.

    parameters  lambda.
    local       the local factors that lambda was made from.
    bounds      L after every sweep, in nats; never falling beyond rounding.
    outcome     SETTLED or LIMIT.
    """

    parameters: Blocks
    local: Q
    bounds: tuple[float, ...]
    outcome: Ending


def sweep(
    model: Hierarchical[Q], parameters: Blocks, data: Array, *, start: Q | None = None
) -> tuple[Blocks, Q]:
    """One sweep of coordinate ascent: lambda* and the local factors it was made from.

    parameters  lambda.
    data        all examples.
    start       local factors to search from.
    Raises ParameterError, ShapeError, EmptyError, NonFiniteError.
    """
    x = model.require_data(data)
    local = model.local(model.require_globals(parameters), x, start=start)
    added = model.statistics(local, x)
    return tuple(prior + part for prior, part in zip(model.prior, added, strict=True)), local


def sweeps(
    model: Hierarchical[Q], start: Blocks, data: Array, *, tolerance: float = 1e-8, limit: int = 200
) -> Sweeps[Q]:
    """Coordinate ascent, until a sweep raises the bound by less than the tolerance.

    start      lambda.
    data       all examples.
    tolerance  above 0, in nats.
    limit      of the sweeps, at least 1.
    Raises AscentError when a sweep lowers the bound, RateError, EmptyError, and as `sweep`.
    """
    require_limits(tolerance, limit)
    parameters, local = sweep(model, start, data)
    bounds = [model.bound(parameters, local, data)]
    for _ in range(limit - 1):
        parameters, local = sweep(model, parameters, data, start=local)
        bounds.append(require_rise(bounds[-1], model.bound(parameters, local, data)))
        if bounds[-1] - bounds[-2] < tolerance:
            return Sweeps(parameters, local, tuple(bounds), Ending.SETTLED)
    return Sweeps(parameters, local, tuple(bounds), Ending.LIMIT)


def require_shapes(parameters: Blocks, shapes: tuple[tuple[int, ...], ...]) -> Blocks:
    """Arrays of these shapes.

    Raises ShapeError.
    """
    found = tuple(np.shape(part) for part in parameters)
    if found != shapes:
        raise ShapeError(f"global parameters of shapes {found}; this model has {shapes}.")
    return tuple(np.asarray(part, dtype=np.float64) for part in parameters)
