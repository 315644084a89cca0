"""Why a chain broke, in words."""

import numpy as np

from numeric.arrays import Array
from numeric.errors import MetricError, NonFiniteError
from numeric.iterations import FAR
from numeric.langevin.errors import ChainError
from numeric.langevin.kernel import Kernel
from numeric.langevin.riemannian import Riemannian


def chain_error(
    kernel: Kernel, dynamics: object, before: Array, column: int, *, chain: int, step: int
) -> MetricError | ChainError:
    """The error for a column of a block that has just broken.

    before  (n,), where the chain was before the step.
    column  which column of the block it is.
    chain   its index among all.
    step    counted from one.
    """
    proposal = None if kernel.proposal is None else kernel.proposal[:, column]
    there = kernel.theta[:, column]
    # A metric that fails says more than a position that is not finite.
    for at in (before,) if proposal is None else (before, proposal):
        cause = _metric_error(dynamics, at)
        if cause is not None:
            error = MetricError(f"chain {chain} cannot make step {step}: {cause}")
            error.__cause__ = cause
            return error
    if np.all(np.isfinite(there)):
        words = _strayed(before, there, chain, step)
    elif proposal is not None:
        words = (
            f"chain {chain} cannot make step {step}: the Metropolis ratio of theta = {before} and the proposal "
            f"{proposal} is not finite. Likely the loss, its gradient or the metric is NaN at the proposal. "
            "Let the loss be +inf outside its domain: such proposals are rejected."
        )
    else:
        words = (
            f"chain {chain} was not finite after step {step}; it came from theta = {before}. "
            "Likely the time step is too long for the loss there (an explicit scheme blows up where the "
            "drift grows faster than linearly), or the gradient is NaN outside its domain. "
            "Shorten the step, or use a Metropolis method, which rejects such moves."
        )
    return ChainError(words, chain=chain, step=step)


def _strayed(before: Array, there: Array, chain: int, step: int) -> str:
    return (
        f"chain {chain} ran away: step {step} took it from theta = {before} to {there}, out of the domain or more "
        f"than {FAR:g} times as far as its start and its first step are large. Likely the time step is too long "
        "(on a quadratic loss an explicit scheme is stable for h eta lambda_max(I^-1 H) < 2 only), or the loss does "
        "not hold the chain: a saddle has no stationary law. Shorten the step, or check that e^(-L/T) is integrable."
    )


def _metric_error(dynamics: object, theta: Array) -> MetricError | None:
    if not isinstance(dynamics, Riemannian) or not np.all(np.isfinite(theta)):
        return None
    try:
        dynamics.root.require_definite(theta[:, None])
    except MetricError as error:
        return error
    except NonFiniteError:
        return MetricError(f"the metric at theta = {theta}, or the root of its inverse, is not finite.")
    return None
