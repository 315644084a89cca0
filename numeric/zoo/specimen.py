"""A model, a data law, and the loss they make: L(theta) = E_data[-log p(x; theta)], up to its least value.

I(theta) = E_model[score score^T] and H = grad grad L at the optimum agree when the data follow the model, or
when the model is an exponential family.

Source  White, Maximum likelihood estimation of misspecified models, Econometrica 50 (1982), sec. 3
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import eigh

from numeric.arrays import Array, Estimate, Function, LogDensity
from numeric.errors import InfeasibleError, MetricError, ShapeError
from numeric.expectation import expectation
from numeric.landscapes import Landscape
from numeric.metrics import require_metric
from numeric.supports import Support

TELLING = 0.1  # relative difference of H and I above which a specimen tells the one from the other


@dataclass(frozen=True)
class Stratum:
    """A part of the data space with its probability under the model and under the data law.

    weight       under the model, for every theta (the part is ancillary).
    data_weight  under the data law.
    support      of a point within the part.
    embed        points (m,) or (m, d) of the support to data of the model.
    """

    weight: float
    data_weight: float
    support: Support
    embed: Function


def whole(support: Support) -> tuple[Stratum]:
    """The data space in one part."""
    return (Stratum(1.0, 1.0, support, np.asarray),)


@dataclass(frozen=True)
class Specimen:
    """A model with its data law, and everything about them in closed form.

    name         says model, chart and size.
    log_density  data (m,) or (m, d) and theta (n,), also complex, to (m,).
    log_data     data to (m,): the log-density of the data law.
    strata       the data space.
    draw         (generator, count, theta) to that many data of the model.
    draw_data    (generator, count) to that many data of the data law.
    loss         (..., n), also complex, to (...); zero at the optimum.
    gradient     (..., n) to (..., n).
    fisher       (..., n) to (..., n, n).
    optimum      (n,).
    hessian      (n, n), at the optimum.
    points       (k, n), generic points of the domain; k at least 3.
    """

    name: str
    log_density: LogDensity
    log_data: Function
    strata: tuple[Stratum, ...]
    draw: Callable[[np.random.Generator, int, Array], Array]
    draw_data: Callable[[np.random.Generator, int], Array]
    loss: Function
    gradient: Function
    fisher: Function
    optimum: Array
    hessian: Array
    points: Array

    @property
    def landscape(self) -> Landscape:
        """Gradient and Fisher metric, for flows, steps and iterations."""
        return Landscape(self.gradient, self.fisher)

    @property
    def separates(self) -> bool:
        """Whether H at the optimum is not I there, by a tenth of it at least."""
        I = self.fisher(self.optimum)
        return bool(np.linalg.norm(self.hessian - I) > TELLING * np.linalg.norm(I))

    def under_model(self, f: Callable[[Array], Estimate], theta: Array) -> Estimate:
        """E[f(x)] over the model at theta, by quadrature.

        f      data (m,) or (m, d) to values and errors (m, ...).
        theta  (n,).
        Raises as `expectation`.
        """
        return self._over([s.weight for s in self.strata], f, lambda x: self.log_density(x, theta))

    def under_data(self, f: Callable[[Array], Estimate]) -> Estimate:
        """E[f(x)] over the data law, by quadrature; shapes and errors as `under_model`."""
        return self._over([s.data_weight for s in self.strata], f, self.log_data)

    def _over(self, weights: list[float], f: Callable[[Array], Estimate], log_law: Function) -> Estimate:
        parts = [
            (
                weight,
                expectation(
                    lambda y, s=stratum: f(s.embed(y)),  # type: ignore[misc]
                    lambda y, s=stratum, w=weight: log_law(s.embed(y)) - np.log(w),  # type: ignore[misc]
                    stratum.support,
                ),
            )
            for weight, stratum in zip(weights, self.strata)
        ]
        value = sum(weight * part.value for weight, part in parts)
        return Estimate(np.asarray(value), np.asarray(sum(weight * part.error for weight, part in parts)))


def require_pair(metric: ArrayLike, hessian: ArrayLike) -> tuple[Array, Array]:
    """I and H if both are symmetric positive definite of one size, (n, n).

    Raises InfeasibleError when one is not, ShapeError.
    """
    try:
        I, H = require_metric("the metric", metric), require_metric("the Hessian", hessian)
    except MetricError as error:
        raise InfeasibleError(f"no model has this pair: {error}") from error
    if I.shape != H.shape:
        raise ShapeError(f"a metric of shape {I.shape} and a Hessian of shape {H.shape}; one size is needed.")
    return I, H


def diagonalised(I: Array, H: Array) -> tuple[Array, Array]:
    """A and k with I = A^T A and H = A^T diag(k) A: (n, n) and (n,); k are the eigenvalues of I^-1 H."""
    k, V = eigh(H, I)
    return V.T @ I, k
