"""Four charts of the Gaussian laws with a full covariance, q = d (d + 1) / 2.

    MEAN_COVARIANCE   (m, pack(S))              F = diag(P, D),   D_(ij)(kl) = c_ij c_kl (P_ik P_jl + P_il P_jk) / 4
    MEAN_CHOLESKY     (m, pack(L)), S = L L^T   F = diag(P, C),   C(dL, dM) = tr(V W) + tr(V W^T)
    NATURAL           (P m, dual(-P / 2))       F = Cov(z, pack(z z^T))
    EXPECTATION       (m, pack(S + m m^T))      F = J^T diag(P, D) J,   J = d(m, S) / d eta: the inverse of the last

V = L^-1 dL, W = L^-1 dM; c is 1 on the diagonal and 2 off it, since an entry of pack(S) off it stands for two.

    gradients of f from (g, G) = (df/dm, df/dS):
    (g, dual(G)),   (g, pack(2 G L)),   (S g, pack of 2 S G S + S g m^T + m g^T S),   (g - 2 G m, dual(G))

Source  Magnus and Neudecker, Matrix differential calculus (3rd ed., 2019), ch. 15 (information for (m, vech S));
        Khan and Rue, The Bayesian learning rule, JMLR 24 (2023) (natural and expectation parameters).
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import solve_triangular

from numeric.arrays import Array
from numeric.errors import MetricError
from numeric.variational.charts import Chart, dimension
from numeric.variational.errors import ParameterError
from numeric.variational.law import MomentGradient
from numeric.variational.normal import Normal
from numeric.variational.normal_family import NormalFamily
from numeric.variational.symmetric import dual, multiplicity, pack, triangle, unpack, unpack_lower


def _parameters(d: int) -> int:
    return NormalFamily(d).size


def _split(name: str, coordinates: ArrayLike) -> tuple[Array, Array]:
    d, vector = dimension(name, coordinates, _parameters)
    return vector[:d], vector[d:]


def _normal(mean: Array, covariance: Array) -> Normal:
    try:
        return Normal(mean, covariance)
    except MetricError as error:
        raise ParameterError(
            f"{error} A step in these coordinates can leave the family; take a smaller rate, or step in MEAN_CHOLESKY."
        ) from error


def _from_moments(coordinates: ArrayLike) -> Normal:
    mean, packed = _split("(m, S)", coordinates)
    return _normal(mean, unpack(packed))


def _covariance_information(law: Normal) -> Array:
    i, j = triangle(law.size)
    P, c = law.precision, multiplicity(law.size)
    pairs = P[np.ix_(i, i)] * P[np.ix_(j, j)] + P[np.ix_(i, j)] * P[np.ix_(j, i)]
    return np.asarray(pairs * np.outer(c, c) / 4)


def _beside(first: Array, second: Array) -> Array:
    zero = np.zeros((len(first), len(second)))
    return np.block([[first, zero], [zero.T, second]])


def _moment_fisher(law: Normal) -> Array:
    return _beside(law.precision, _covariance_information(law))


def _moment_gradient(law: Normal, gradient: MomentGradient) -> Array:
    return np.concatenate([gradient.mean, dual(gradient.covariance)], axis=-1)


def _from_root(coordinates: ArrayLike) -> Normal:
    mean, packed = _split("(m, L)", coordinates)
    L = unpack_lower(packed)
    if not np.all(np.diag(L) > 0):
        raise ParameterError(
            f"the root L has the diagonal {np.diag(L)}: it must be positive. A step has crossed a singular "
            "covariance; take a smaller rate."
        )
    return Normal(mean, L @ L.T)


def _root_fisher(law: Normal) -> Array:
    units = unpack_lower(np.eye(law.size * (law.size + 1) // 2))
    V = np.stack([solve_triangular(law.root, unit, lower=True) for unit in units])
    information = np.einsum("aij,bji->ab", V, V) + np.einsum("aij,bij->ab", V, V)
    return _beside(law.precision, information)


def _root_gradient(law: Normal, gradient: MomentGradient) -> Array:
    return np.concatenate([gradient.mean, pack(2 * gradient.covariance @ law.root)], axis=-1)


def _from_natural(coordinates: ArrayLike) -> Normal:
    d, vector = dimension("(P m, -P / 2)", coordinates, _parameters)
    return NormalFamily(d).law(vector)


def _natural_gradient(law: Normal, gradient: MomentGradient) -> Array:
    m, S = law.mean, law.covariance
    pull = gradient.mean @ S
    turned = pull[..., :, None] * m
    bend = 2 * S @ gradient.covariance @ S + turned + np.swapaxes(turned, -1, -2)
    return np.concatenate([pull, pack(bend)], axis=-1)


def _from_expectation(coordinates: ArrayLike) -> Normal:
    mean, packed = _split("(m, S + m m^T)", coordinates)
    return _normal(mean, unpack(packed) - np.outer(mean, mean))


def _expectation_fisher(law: Normal) -> Array:
    i, j = triangle(law.size)
    J, eye = np.eye(_parameters(law.size)), np.eye(law.size)
    J[law.size :, : law.size] = -(eye[i] * law.mean[j, None] + eye[j] * law.mean[i, None])
    return np.asarray(J.T @ _moment_fisher(law) @ J)


def _expectation_gradient(law: Normal, gradient: MomentGradient) -> Array:
    linear = gradient.mean - 2 * gradient.covariance @ law.mean
    return np.concatenate([linear, dual(gradient.covariance)], axis=-1)


MEAN_COVARIANCE = Chart(
    "(m, S)",
    lambda law: np.concatenate([law.mean, pack(law.covariance)]),
    _from_moments,
    _moment_fisher,
    _moment_gradient,
)
MEAN_CHOLESKY = Chart(
    "(m, L)",
    lambda law: np.concatenate([law.mean, pack(law.root)]),
    _from_root,
    _root_fisher,
    _root_gradient,
)
NATURAL = Chart(
    "(P m, -P / 2)",
    lambda law: NormalFamily(law.size).natural(law),
    _from_natural,
    lambda law: NormalFamily(law.size).fisher(NormalFamily(law.size).natural(law)),
    _natural_gradient,
)
EXPECTATION = Chart(
    "(m, S + m m^T)",
    lambda law: np.concatenate([law.mean, pack(law.covariance + np.outer(law.mean, law.mean))]),
    _from_expectation,
    _expectation_fisher,
    _expectation_gradient,
)
