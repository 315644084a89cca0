"""Stochastic variational inference: coordinate ascent on minibatches, at falling rates.

    minibatch  q(z_n) = best given lambda, for n in B;    lambda^ = lambda_0 + (N / |B|) sum_{n in B} E[s(x_n, z_n)]
    step       lambda' = (1 - rho) lambda + rho lambda^

lambda is natural, so lambda^ - lambda is an unbiased natural gradient of the bound with its local factors at their
best.  B all examples and rho = 1 make a sweep of coordinate ascent.

Source  Hoffman, Blei, Wang and Paisley, Stochastic variational inference, JMLR 14 (2013), sec. 2.4 and fig. 4.
"""

from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array, require_some
from numeric.variational.ascent import Blocks
from numeric.variational.batches import Rates, minibatches
from numeric.variational.charts import require_rate
from numeric.variational.errors import BatchError
from numeric.variational.hierarchical import Hierarchical, Q


@dataclass(frozen=True)
class Stochastic:
    """Where stochastic variational inference ended.

    parameters  lambda.
    bounds      the estimate of L from each minibatch, at the lambda before its step, in nats: noisy, but unbiased.
    """

    parameters: Blocks
    bounds: tuple[float, ...]


def stochastic_natural_gradient(
    model: Hierarchical[Q], parameters: Blocks, batch: Array, *, total: int
) -> tuple[Blocks, float]:
    """lambda^ - lambda from a minibatch, and the estimate (N / |B|) local terms - KL of the bound.

    parameters  lambda.
    batch       the examples of the minibatch.
    total       N, at least |B|.
    Raises BatchError, ParameterError, ShapeError, EmptyError, NonFiniteError.
    """
    x, at = model.require_data(batch), model.require_globals(parameters)
    if require_some("examples in all", total) < len(x):
        raise BatchError(f"{len(x)} examples are no minibatch of {total}.")
    local, weight = model.local(at, x), total / len(x)
    parts = zip(model.prior, model.statistics(local, x), at, strict=True)
    change = tuple(prior + weight * added - old for prior, added, old in parts)
    return change, model.bound(at, local, x, weight=weight)


def stochastic_step(
    model: Hierarchical[Q], parameters: Blocks, batch: Array, *, total: int, rate: float
) -> Blocks:
    """lambda + rho (lambda^ - lambda), from a minibatch.

    rate  rho, in (0, 1].
    Other arguments and errors as for `stochastic_natural_gradient`; RateError.
    """
    rho = require_rate(rate)
    change, _ = stochastic_natural_gradient(model, parameters, batch, total=total)
    return tuple(old + rho * part for old, part in zip(model.require_globals(parameters), change))


def stochastic_ascent(
    model: Hierarchical[Q],
    start: Blocks,
    data: Array,
    *,
    size: int,
    steps: int,
    rates: Rates,
    rng: np.random.Generator,
) -> Stochastic:
    """Steps on minibatches at falling rates.

    start  lambda.
    data   all examples.
    size   |B|, from 1 to N.
    steps  how many, at least 1.
    rates  rho_t.
    rng    where the minibatches come from.
    Raises BatchError, and as `stochastic_step`.
    """
    x, parameters = model.require_data(data), model.require_globals(start)
    require_some("steps", steps)
    batches, bounds = minibatches(len(x), size, rng=rng), []
    for t in range(1, steps + 1):
        change, bound = stochastic_natural_gradient(model, parameters, x[next(batches)], total=len(x))
        parameters = tuple(old + rates.at(t) * part for old, part in zip(parameters, change))
        bounds.append(bound)
    return Stochastic(parameters, tuple(bounds))
