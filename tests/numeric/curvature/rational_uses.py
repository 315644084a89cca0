"""Fisher blocks and Kronecker products in fractions, from inputs and second moments of gradients.

    block    (1/N) sum_n sum_tu G_ntu (x) a_nt a_nu^T
    expand   ((1/N) sum_n sum_t G_ntt) (x) ((1/(N T)) sum_n sum_t a_nt a_nt^T)
    reduce   ((1/N) sum_n sum_tu G_ntu) (x) ((1/N) sum_n abar_n abar_n^T)

G_ntu = E_y[g_nt g_nu^T] over labels of the model, by rows as everywhere.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np


def exact(numbers):
    """An array of fractions."""
    found = np.array(numbers, dtype=object)
    return np.vectorize(Fraction, otypes=[object])(found)


def with_one(a):
    """(a; 1)."""
    return np.concatenate([a, exact(np.ones((*a.shape[:-1], 1), dtype=int))], axis=-1)


@dataclass(frozen=True, eq=False)
class Uses:
    """How one weight matrix (m, k) is used.

    a  (N, T, k), homogeneous inputs.
    G  (N, T, T, m, m), second moments of the gradients at two places.
    """

    a: np.ndarray
    G: np.ndarray

    def block(self):
        """Of the Fisher matrix, (m k, m k)."""
        N, T, _ = self.a.shape
        terms = (
            np.kron(self.G[n, t, u], np.outer(self.a[n, t], self.a[n, u])) for n, t, u in np.ndindex(N, T, T)
        )
        return sum(terms) / Fraction(N)

    def expand(self):
        """K-FAC with every place an example."""
        N, T, _ = self.a.shape
        A = sum(np.outer(self.a[n, t], self.a[n, t]) for n, t in np.ndindex(N, T)) / Fraction(N * T)
        return np.kron(sum(self.G[n, t, t] for n, t in np.ndindex(N, T)) / Fraction(N), A)

    def reduce(self):
        """K-FAC with all places alike."""
        N, T, _ = self.a.shape
        means = np.sum(self.a, axis=1) / Fraction(T)
        A = sum(np.outer(mean, mean) for mean in means) / Fraction(N)
        return np.kron(sum(self.G[n, t, u] for n, t, u in np.ndindex(N, T, T)) / Fraction(N), A)


def once(a, G):
    """Uses at one place: a (N, k) and G (N, m, m)."""
    return Uses(a[:, None], G[:, None, None])


def squared_distance(left, right):
    """The squared Frobenius distance, a fraction."""
    return np.sum((left - right) ** 2)
