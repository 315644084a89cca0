"""Response of a process to a force, measured by common random numbers.

    impulse   R(t) = d<a(t)>/df,  the force df acting at time 0 only: theta(0) moves by M df, M the mobility
    step      S(t) = d<a(t)>/df,  the force df acting from time 0 on: S(t) = int_0^t R

    column j by central differences in each chain, with the same noise on both sides:
    (a(t; +h e_j) - a(t; -h e_j)) / 2h

Two sizes h and h/2 are taken and extrapolated, (4 D(h/2) - D(h)) / 3; how far they differ is the bias.
For a force in L -> L - f^T theta and mobility eta I^-1, an impulse moves theta by eta I^-1 f.

Source  Marconi, Puglisi, Rondoni and Vulpiani, Fluctuation-dissipation: response theory in statistical
        physics, Phys. Rep. 461 (2008), sec. 2; Asmussen and Glynn, Stochastic Simulation (2007), ch. VII,
        on common random numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric import linear
from numeric.arrays import Array, floats, require_finite, require_some, require_square
from numeric.errors import NonFiniteError, ShapeError
from numeric.metrics import require_metric, require_metrics

Seed = int | np.random.SeedSequence
FromStarts = Callable[[Array, np.random.Generator], Array]
UnderForce = Callable[[Array, np.random.Generator], Array]


@dataclass(frozen=True)
class Response:
    """A measured response at m times, of p observables to n forces.

    value           (m, p, n).
    standard_error  (m, p, n), over chains; zero, up to rounding, where every chain answers alike.
    bias            (m, p, n), the change of the mean from h to h/2 over 3, with the rounding of the quotient:
                    what the finite size of the force may have left, overestimated for a smooth response.
    chains          how many.
    """

    value: Array
    standard_error: Array
    bias: Array
    chains: int


def impulse_response(
    run: FromStarts, starts: ArrayLike, mobility: ArrayLike, *, size: float, seed: Seed
) -> Response:
    """R(t) = d<a(t)>/df for a force acting at time 0 only.

    run       starts (N, n) and a generator to a(t), (m, N, p), in N independent chains; all noise
              from the generator, in an order that does not depend on the starts.
    starts    (N, n), drawn from the stationary law.
    mobility  M, symmetric positive definite, (n, n), or (N, n, n) at each start.
    size      h > 0, of the force.
    seed      of the generator, fresh for each call of `run`.
    Raises EmptyError for fewer than two chains, ShapeError, MetricError, NonFiniteError.
    """
    at = require_finite("the starts", floats(starts))
    if at.ndim != 2:
        raise ShapeError(f"starts of shape {at.shape}; (N, n) is needed.")
    matrix = require_square("the mobility", mobility)
    if matrix.shape not in {(at.shape[1],) * 2, (len(at), *(at.shape[1],) * 2)}:
        raise ShapeError(f"a mobility of shape {matrix.shape} for starts of shape {at.shape}.")
    if matrix.ndim == 2:
        require_metric("the mobility", matrix)
    else:
        require_metrics(lambda chain: f"the mobility at start {chain}, theta = {at[chain]}", matrix)
    require_some("chains", len(at), least=2)
    return _differences(
        lambda force, rng: run(at + linear.act(matrix, force), rng), at.shape[1], size, seed, chains=len(at)
    )


def step_response(run: UnderForce, n: int, *, size: float, seed: Seed) -> Response:
    """S(t) = d<a(t)>/df for a force that acts from time 0 on.

    run   force (n,) and a generator to a(t), (m, N, p), in N independent chains that start from the
          stationary law without force; all noise, and the starts, from the generator.
    n     how many forces.
    size  h > 0, of the force.
    seed  of the generator, fresh for each call of `run`.
    Raises EmptyError for n = 0 or fewer than two chains, ShapeError, NonFiniteError.
    """
    return _differences(run, require_some("forces", n), size, seed)


def _differences(run: UnderForce, n: int, size: float, seed: Seed, *, chains: int | None = None) -> Response:
    if not (size > 0 and np.isfinite(size)):
        raise NonFiniteError(f"a force of size {size}: it must be positive and finite.")
    columns = [_column(run, np.eye(n)[j], size, seed, chains) for j in range(n)]
    value, error, bias = (np.stack(part, axis=-1) for part in list(zip(*columns))[:3])
    return Response(value, error, bias, columns[0][3])


def _column(
    run: UnderForce, direction: Array, size: float, seed: Seed, chains: int | None
) -> tuple[Array, Array, Array, int]:
    def answer(h: float) -> Array:
        found = require_finite("the observable", floats(run(h * direction, np.random.default_rng(seed))))
        if found.ndim != 3 or (chains is not None and found.shape[1] != chains):
            raise ShapeError(f"run returned shape {found.shape}; (m, {chains or 'N'}, p) is needed.")
        require_some("chains", found.shape[1], least=2)
        return found

    wide, narrow = ((answer(h), answer(-h), 2 * h) for h in (size, size / 2))
    (d, rounding), (d_half, rounding_half) = (
        ((up - down) / step, np.finfo(float).eps * np.mean(np.abs(up) + np.abs(down), axis=1) / step)
        for up, down, step in (wide, narrow)
    )
    better = (4 * d_half - d) / 3
    n_chains = d.shape[1]
    bias = np.abs(np.mean(d - d_half, axis=1)) / 3 + 32 * (rounding + rounding_half)
    return (
        np.mean(better, axis=1),
        np.std(better, axis=1, ddof=1) / np.sqrt(n_chains),
        bias,
        n_chains,
    )
