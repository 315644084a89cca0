"""The law of an encoder: latents u independent given the outputs (m, l), the means and the logarithms of deviations.

    log q(u | m, l) = -sum_i (((u_i - m_i) / sigma_i)^2 / 2 + l_i + log(2 pi) / 2),     sigma = e^l
    score   = ((u - m) / sigma^2, ((u - m) / sigma)^2 - 1)
    fisher  = diag(1 / sigma^2, 2)

Beside the likelihoods of networks it is one whose labels are latents, so that Fisher products and matrices of networks
are those of the encoder.  Its outputs are not natural parameters: the Hessian of -log q in them depends on u, and only
its mean over u is the Fisher matrix.

Source  Kingma and Welling, Auto-encoding variational Bayes, ICLR (2014), eq. (9) and app. C (there log sigma^2).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats
from numeric.networks.errors import OutcomesError
from numeric.networks.layer import require_whole
from numeric.networks.likelihood import require_label_shape


@dataclass(frozen=True)
class LatentNormal:
    """N(m, diag(e^{2 l})) for outputs (m, l).

    latents  D; there are 2 D outputs, first all means, then all logarithms.
    Raises ScaleError.
    """

    latents: int

    def __post_init__(self) -> None:
        require_whole("the number of latents", self.latents)

    @property
    def outputs(self) -> int:
        """2 D."""
        return 2 * self.latents

    def moments(self, z: Array) -> tuple[Array, Array]:
        """Means and logarithms of deviations, each (N, D)."""
        return z[:, : self.latents], z[:, self.latents :]

    def require_labels(self, y: ArrayLike, count: int) -> Array:
        """Latents (N, D).

        Raises ShapeError, NonFiniteError.
        """
        return require_label_shape(floats(y), (count, self.latents))

    def log_density(self, z: Array, y: Array) -> Array:
        """Log q(u_n | m_n, l_n), (N,)."""
        m, l = self.moments(z)
        return np.asarray(-np.sum((y - m) ** 2 * np.exp(-2 * l) / 2 + l + np.log(2 * np.pi) / 2, axis=1))

    def score(self, z: Array, y: Array) -> Array:
        """((u - m) / sigma^2, ((u - m) / sigma)^2 - 1), (N, 2 D)."""
        m, l = self.moments(z)
        pull = (y - m) * np.exp(-2 * l)
        return np.concatenate([pull, pull * (y - m) - 1], axis=1)

    def fisher(self, z: Array) -> Array:
        """diag(1 / sigma^2, 2), (N, 2 D, 2 D)."""
        root = self.root(z)
        return root * root

    def root(self, z: Array) -> Array:
        """diag(1 / sigma, sqrt 2), (N, 2 D, 2 D)."""
        _, l = self.moments(z)
        entries = np.concatenate([np.exp(-l), np.full_like(l, np.sqrt(2))], axis=1)
        return np.asarray(entries[:, :, None] * np.eye(self.outputs))

    def sample(self, z: Array, rng: np.random.Generator) -> Array:
        """m + sigma e."""
        m, l = self.moments(z)
        return np.asarray(m + np.exp(l) * rng.standard_normal(m.shape))

    def outcomes(self) -> Array:
        """There are infinitely many.

        Raises OutcomesError.
        """
        raise OutcomesError(
            "a latent has infinitely many outcomes: no sum over them. Use the closed form, or sample latents."
        )
