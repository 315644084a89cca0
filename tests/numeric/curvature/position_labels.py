"""A likelihood of several positions, each with one of C classes: independent given the outputs.

P(y | z) = prod_t softmax(z_t / temperature)_{y_t},     z = (z_1; ...; z_T), C outputs for each position
score    = (score_1; ...; score_T),     fisher = diag(fisher_1, ..., fisher_T)
"""

from itertools import product

import numpy as np

from numeric.networks import Categorical


class Positions:
    """T positions of C classes: outputs (N, T C), position after position, and labels (N, T)."""

    def __init__(self, classes, positions, temperature=1.0):
        self.each, self.positions = Categorical(classes, temperature), positions

    @property
    def outputs(self):
        """T C."""
        return self.positions * self.each.outputs

    def require_labels(self, y, count):
        """Whole numbers from 0 to C - 1, (N, T)."""
        return self.each.require_labels(np.ravel(y), count * self.positions).reshape(count, self.positions)

    def log_density(self, z, y):
        """The sum over positions, (N,)."""
        return np.sum(self.each.log_density(self._apart(z), y.ravel()).reshape(y.shape), axis=1)

    def score(self, z, y):
        """Position after position, (N, T C)."""
        return self.each.score(self._apart(z), y.ravel()).reshape(z.shape)

    def fisher(self, z):
        """Zero between positions, (N, T C, T C)."""
        return self._diagonal(self.each.fisher(self._apart(z)))

    def root(self, z):
        """Roots of the positions, with zeros between them."""
        return self._diagonal(self.each.root(self._apart(z)))

    def sample(self, z, rng):
        """(N, T)."""
        return self.each.sample(self._apart(z), rng).reshape(len(z), self.positions)

    def outcomes(self):
        """All C^T of them."""
        return np.array(list(product(range(self.each.outputs), repeat=self.positions)))

    def _apart(self, z):
        return z.reshape(-1, self.each.outputs)

    def _diagonal(self, parts):
        T, C = self.positions, self.each.outputs
        whole = np.zeros((len(parts) // T, T, C, T, C))
        for t in range(T):
            whole[:, t, :, t] = parts.reshape(-1, T, C, C)[:, t]
        return whole.reshape(-1, T * C, T * C)
