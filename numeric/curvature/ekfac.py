"""EKFAC: the eigenvectors of the Kronecker factors, with second moments measured along them.

    A = U_A diag(a) U_A^T,     G = U_G diag(g) U_G^T
    K-FAC   moments_ij = g_i a_j
    EKFAC   moments_ij = (1/N) sum_n sum_s (U_G^T D_sn U_A)_ij^2,     D_sn = sum_t g_snt a_nt^T

    by rows  (U_G (x) U_A) diag(moments by rows) (U_G (x) U_A)^T

EKFAC's moments are the diagonal of the block in this basis, so among all matrices diagonal in it, K-FAC one of
them, it is the nearest to the block in the Frobenius norm.

Source  George, Laurent, Bouthillier, Ballas and Vincent, Fast approximate natural gradient descent in a
        Kronecker-factored eigenbasis, NeurIPS 31 (2018), arXiv:1806.03884, sec. 3.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_finite
from numeric.curvature.damping import require_damping
from numeric.curvature.kronecker import SINGULAR, Kronecker, require_shape
from numeric.curvature.signals import Signals
from numeric.errors import ShapeError, SingularMetricError


@dataclass(frozen=True, eq=False)
class Eigenbasis:
    """A block that is diagonal in a Kronecker product of orthogonal bases.

    U_A      (k, k), eigenvectors of A in its columns.
    U_G      (m, m), eigenvectors of G in its columns.
    moments  (m, k), the eigenvalue that belongs to column i of U_G and column j of U_A.
    Raises ShapeError, NonFiniteError.
    """

    U_A: Array
    U_G: Array
    moments: Array

    def __post_init__(self) -> None:
        if self.moments.shape != (len(self.U_G), len(self.U_A)):
            raise ShapeError(
                f"moments of shape {self.moments.shape} for bases of sizes {len(self.U_G)} and {len(self.U_A)}."
            )
        require_finite("a moment", self.moments)

    def rows(self) -> Array:
        """The block by rows, (m k, m k)."""
        U = np.kron(self.U_G, self.U_A)
        return (U * self.moments.ravel()) @ U.T

    def columns(self) -> Array:
        """The block by columns, (m k, m k)."""
        U = np.kron(self.U_A, self.U_G)
        return (U * self.moments.T.ravel()) @ U.T

    def times(self, V: ArrayLike) -> Array:
        """U_G (moments * (U_G^T V U_A)) U_A^T.

        V  (m, k).
        Raises ShapeError, NonFiniteError.
        """
        turned = self.U_G.T @ require_shape(V, self.moments.shape) @ self.U_A
        return np.asarray(self.U_G @ (self.moments * turned) @ self.U_A.T)

    def solve(self, V: ArrayLike) -> Array:
        """U_G ((U_G^T V U_A) / moments) U_A^T.

        V  (m, k).
        Raises SingularMetricError, which names the moment, ShapeError, NonFiniteError.
        """
        least, most = float(np.min(self.moments)), float(np.max(self.moments))
        if least <= SINGULAR * max(most, 0.0):
            i, j = (int(n) for n in np.unravel_index(np.argmin(self.moments), self.moments.shape))
            raise SingularMetricError(
                f"the moment along eigenvector {i} of G and {j} of A is {least:.3g} against {most:.3g}: "
                "the block cannot be inverted. Add damping."
            )
        return replace(self, moments=1 / self.moments).times(V)

    def damped(self, damping: float) -> "Eigenbasis":
        """The block plus damping times the identity: the damping is added to every moment.

        damping  positive.
        Raises DampingError.
        """
        return replace(self, moments=self.moments + require_damping(damping))


def kfac_basis(factors: Kronecker) -> Eigenbasis:
    """The product of the factors in its own eigenbasis: moments g_i a_j."""
    a, U_A = np.linalg.eigh(factors.A)
    g, U_G = np.linalg.eigh(factors.G)
    return Eigenbasis(U_A, U_G, np.outer(g, a))


def corrected(basis: Eigenbasis, signals: Signals) -> Eigenbasis:
    """The same basis with the moments of the weight gradients along it.

    moments_ij = (1/N) sum_n sum_s (U_G^T D_sn U_A)_ij^2.
    signals  of the same weight matrix; a basis kept from earlier signals is allowed, which is the cheap update.
    Raises ShapeError.
    """
    D = signals.weight_gradients()
    if D.shape[2:] != basis.moments.shape:
        raise ShapeError(
            f"signals of weights {D.shape[2:]} for a basis of weights {basis.moments.shape}: "
            "they belong to different weight matrices."
        )
    turned = basis.U_G.T @ D @ basis.U_A
    return replace(basis, moments=np.sum(turned * turned, axis=(0, 1)) / signals.examples)


def ekfac(factors: Kronecker, signals: Signals) -> Eigenbasis:
    """EKFAC in the eigenbasis of the factors.

    factors  of the signals or of others, as `expand`, `reduce` or `kfc` make them.
    signals  along which the moments are taken.
    Raises ShapeError.
    """
    return corrected(kfac_basis(factors), signals)
