"""The drift v that is added for a position-dependent metric, found by complex step.

    divergence              v_i = d_j G_ij
    Riemannian divergence   v_i = det(I)^(-1/2) d_j (det(I)^(1/2) G_ij) = d_j G_ij - G_ij tr(G^-1 d_j G) / 2

The metric or root must be analytic as written.  Where it is not defined v is NaN, so that a Metropolis method
can reject the proposal and any other names the chain.
"""

from collections.abc import Callable

import numpy as np

from numeric.arrays import Array
from numeric.differentiate import complex_step
from numeric.errors import NonFiniteError
from numeric.langevin.fills import Fill
from numeric.langevin.roots import Root

Field = Callable[[Root, Array], Array]


def divergence(root: Root) -> Fill:
    """A callable that fills (n, m) with d_j G_ij at the columns of (n, m).

    Raises AnalyticityError where complex and real differences contradict each other, when called.
    """
    return lambda theta, out: np.copyto(out, _where_defined(_divergence, root, theta))


def riemannian_divergence(root: Root) -> Fill:
    """A callable that fills (n, m) with d_j G_ij - G_ij tr(G^-1 d_j G) / 2 at the columns of (n, m).

    Raises as `divergence`.
    """
    return lambda theta, out: np.copyto(out, _where_defined(_riemannian_divergence, root, theta))


def _divergence(root: Root, theta: Array) -> Array:
    return np.asarray(np.einsum("ijmj->im", _slopes(root, theta)))


def _riemannian_divergence(root: Root, theta: Array) -> Array:
    slopes, G = _slopes(root, theta), root.mobility(theta)
    inverse = np.moveaxis(np.linalg.inv(np.moveaxis(G, -1, 0)), 0, -1)
    return np.asarray(np.einsum("ijmj->im", slopes) - np.einsum("ijm,klm,lkmj->im", G, inverse, slopes) / 2)


def _slopes(root: Root, theta: Array) -> Array:
    """(n, n, m, n): one shift t moves all chains together, so that one derivative in t serves them all."""
    return complex_step(lambda t: root.mobility(theta + t[:, None]), np.zeros(len(theta))).value


def _where_defined(field: Field, root: Root, theta: Array) -> Array:
    """The field, with NaN in the columns where it fails: a block that fails is halved until they are found."""
    m = theta.shape[1]
    try:
        return field(root, theta)
    except (NonFiniteError, np.linalg.LinAlgError):
        if m == 1:
            return np.full_like(theta, np.nan)
    return np.hstack([_where_defined(field, root, half) for half in (theta[:, : m // 2], theta[:, m // 2 :])])
