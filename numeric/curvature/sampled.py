"""The Fisher matrix by Monte Carlo: labels are drawn from the model, never from the data.

    F^ = (1/(N M)) sum_n sum_m g_n(y_nm) g_n(y_nm)^T,     y_nm ~ p(. | z_n),     E[F^] = F

Source  Martens and Grosse, Optimizing neural networks with Kronecker-factored approximate curvature,
        ICML (2015), arXiv:1503.05671, sec. 5.
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_some
from numeric.gram import summed_gram
from numeric.networks.network import Network, evaluate, pull, pulled_gradients


def sampled_fisher(
    network: Network, theta: ArrayLike, x: ArrayLike, *, rng: np.random.Generator, draws: int = 1
) -> Array:
    """(1/(N M)) sum_n sum_m g_nm g_nm^T, (P, P), with fresh labels from the model.

    theta  (P,).
    x      (N, ...).
    rng    where the labels come from.
    draws  M, labels for each example.
    Raises ShapeError, EmptyError for no draw or no example, NonFiniteError.
    """
    require_some("draws of labels", draws)
    trace = evaluate(network, theta, x)
    law, z = network.likelihood, trace.outputs
    scores = (law.score(z, law.sample(z, rng)) for _ in range(draws))
    return summed_gram(pulled_gradients(pull(network, trace, v)) for v in scores) / (len(z) * draws)
