"""The natural-gradient step in natural coordinates as a Newton step on the mean: variational online Newton.

    P' = (1 - rho) P - rho E[hess f]
    m' = m + rho P'^-1 E[grad f]                                f = log p(x, .)

This is theta' = theta + rho grad_eta L for theta = (P m, -P / 2): exactly, at any rho.  At rho = 1 it is a Newton step
with averaged derivatives; for a quadratic f it arrives at the posterior at once.  With rho < 1 it stays inside the
family where f is log-concave; elsewhere P' need not be positive definite.

For a diagonal law the diagonal of the Hessian takes the place of the Hessian.  All coordinates move at once: at rho = 1
that is no coordinate ascent, and can lower the bound where they are strongly correlated.

Source  Khan, Nielsen, Tangkaratt, Lin, Gal and Srivastava, Fast and scalable Bayesian deep learning by
        weight-perturbation in Adam, ICML (2018), sec. 3 (there minimising, with the prior apart); Khan and Rue, The
        Bayesian learning rule, JMLR 24 (2023).
"""

import numpy as np

from numeric.errors import MetricError
from numeric.metrics import require_metric
from numeric.variational.bound import require_same
from numeric.variational.charts import require_rate
from numeric.variational.diagonal import DiagonalNormal
from numeric.variational.errors import ParameterError
from numeric.variational.law import Expected
from numeric.variational.normal import Normal


def online_newton_step(law: Normal, expected: Expected, *, rate: float) -> Normal:
    """The next law, with a full covariance.

    expected  of f over the law.
    rate      rho, in (0, 1].
    Raises RateError, ShapeError, NonFiniteError, ParameterError when the new precision is not positive definite.
    """
    rho = require_rate(rate)
    require_same(law, expected)
    try:
        P = require_metric("the new precision", (1 - rho) * law.precision - rho * expected.hessian)
    except MetricError as error:
        raise ParameterError(
            f"{error} Here f is not log-concave enough on average; take a smaller rate."
        ) from error
    S = np.linalg.inv(P)
    return Normal(law.mean + rho * np.linalg.solve(P, expected.gradient), (S + S.T) / 2)


def diagonal_newton_step(law: DiagonalNormal, expected: Expected, *, rate: float) -> DiagonalNormal:
    """The next law, with independent coordinates.

    expected  of f over the law; only the diagonal of its Hessian is used.
    rate      rho, in (0, 1].
    Raises RateError, ShapeError, NonFiniteError, ParameterError when a new precision is not positive.
    """
    rho = require_rate(rate)
    require_same(law, expected)
    P = (1 - rho) / law.variance - rho * np.diag(expected.hessian)
    if not np.all(P > 0):
        where = int(np.argmin(P))
        raise ParameterError(
            f"the new precision of coordinate {where} is {P[where]:.6g}: it must be positive. "
            "Here f is not log-concave enough on average; take a smaller rate."
        )
    return DiagonalNormal(law.mean + rho * expected.gradient / P, 1 / P)
