"""Random matrices with a prescribed spectrum, in batches.

    orthogonal   Q, uniform (Haar) on O(n): Q R of a Gaussian matrix, signs of diag R moved into Q
    SPD          A = Q diag(d) Q^T with max d / min d the condition asked for
    invertible   A = Q diag(d) P, likewise for its singular values

Isotropic matrices hide transposes and diagonal ones hide charts, so spectra are spread log-uniformly
between exact ends.

Source  Mezzadri, How to generate random matrices from the classical compact groups,
        Notices AMS 54 (2007), sec. 5; Stewart, SIAM J. Numer. Anal. 17 (1980).
"""

import numpy as np

from numeric.arrays import Array, require_some
from numeric.errors import ShapeError


def random_orthogonal(rng: np.random.Generator, n: int, *, count: int | None = None) -> Array:
    """Orthogonal matrices, uniform on O(n).

    Returns (n, n), or (count, n, n) when a count is given.
    Raises EmptyError for n or count 0.
    """
    shape = _shape(n, count)
    q, r = np.linalg.qr(rng.normal(size=(*shape, n, n)))
    return np.asarray(q * np.sign(np.diagonal(r, axis1=-2, axis2=-1))[..., None, :])


def random_spectrum(
    rng: np.random.Generator, n: int, *, condition: float, count: int | None = None, size: float = 1.0
) -> Array:
    """N positive numbers with max/min = condition and geometric middle `size`, log-uniform between.

    condition  at least 1; above 1 unless n = 1.
    Returns (n,), or (count, n).
    Raises ShapeError when condition < 1, EmptyError for n or count 0.
    """
    shape = _shape(n, count)
    if not condition >= 1 or not np.isfinite(condition):
        raise ShapeError(f"condition number {condition}: it is finite and at least 1.")
    logs = rng.uniform(-0.5, 0.5, size=(*shape, n))
    if n > 1:
        logs[..., 0], logs[..., 1] = -0.5, 0.5
    logs = rng.permuted(logs, axis=-1)
    return np.asarray(size * np.exp(logs * np.log(condition)))


def random_spd(
    rng: np.random.Generator, n: int, *, condition: float = 100.0, count: int | None = None, size: float = 1.0
) -> Array:
    """Symmetric positive definite matrices of the condition number asked for, exactly symmetric.

    Returns (n, n), or (count, n, n).
    Raises as `random_spectrum`.
    """
    q = random_orthogonal(rng, n, count=count)
    d = random_spectrum(rng, n, condition=condition, count=count, size=size)
    found = np.einsum("...ij,...j,...kj->...ik", q, d, q)
    return np.asarray((found + np.swapaxes(found, -1, -2)) / 2)


def random_invertible(
    rng: np.random.Generator, n: int, *, condition: float = 10.0, count: int | None = None, size: float = 1.0
) -> Array:
    """Invertible matrices, neither symmetric nor normal, of the condition number asked for.

    Returns (n, n), or (count, n, n).
    Raises as `random_spectrum`.
    """
    left, right = (random_orthogonal(rng, n, count=count) for _ in range(2))
    d = random_spectrum(rng, n, condition=condition, count=count, size=size)
    return np.asarray(np.einsum("...ij,...j,...jk->...ik", left, d, right))


def random_direction(rng: np.random.Generator, n: int, *, count: int | None = None) -> Array:
    """Unit vectors, uniform on the sphere: (n,), or (count, n).

    Raises EmptyError for n or count 0.
    """
    v = rng.normal(size=(*_shape(n, count), n))
    return np.asarray(v / np.linalg.norm(v, axis=-1, keepdims=True))


def _shape(n: int, count: int | None) -> tuple[int, ...]:
    require_some("dimensions", n)
    return () if count is None else (require_some("matrices asked for", count),)
