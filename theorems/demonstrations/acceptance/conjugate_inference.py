"""Natural-gradient variational inference where the posterior is known: counts with a gamma prior.

Counts 3, 0, 7 with exposures 1, 2, 4 and the prior Gamma(2, 1): the posterior is Gamma(12, 8).  In natural
parameters (shape − 1, −rate) the natural gradient of the bound is posterior − point, so that a step of size one
arrives from anywhere, and a step of one half goes half of the way; the plain gradient points elsewhere.

Source  Hoffman, Blei, Wang and Paisley (2013), sec. 2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.special import gammaln

from numeric.variational import Conjugate, poisson_observations
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, at_least, at_most, equals

PRIOR, COUNTS, EXPOSURES = np.array([1.0, -1.0]), [3, 0, 7], [1.0, 2.0, 4.0]
POSTERIOR = np.array([11.0, -8.0])
POINTS = (np.array([4.0, -1.0]), np.array([0.5, -20.0]))

Step = Callable[[Conjugate, np.ndarray, float], np.ndarray]


def log_evidence() -> float:
    """log ∫ Π Poisson(y; e x) Gamma(x; 2, 1) dx = log[Γ(12) / Γ(2) · 8⁻¹² · Π e^y / y!]."""
    counted = sum(y * np.log(e) - gammaln(y + 1) for y, e in zip(COUNTS, EXPOSURES, strict=True))
    return float(gammaln(12) - gammaln(2) - 12 * np.log(8) + counted)


def accepts(step: Step) -> Sequence[Figure]:
    """Whole and half steps from two points, and the bound at the end and before."""
    model = poisson_observations(PRIOR, COUNTS, EXPOSURES)
    figures = []
    for k, point in enumerate(POINTS, start=1):
        half = (point + POSTERIOR) / 2
        figures += [
            equals(f"a step of one from point {k}", step(model, point, 1.0), POSTERIOR, digits=13),
            equals(f"a step of one half from point {k}", step(model, point, 0.5), half, digits=13),
            at_most(f"the bound at point {k}", model.bound(point), log_evidence() - 0.1),
        ]
    plain = model.gradient(POINTS[0])
    towards = POSTERIOR - POINTS[0]
    cosine = float(plain @ towards / np.linalg.norm(plain) / np.linalg.norm(towards))
    return [
        *figures,
        equals("the bound at the posterior", model.bound(POSTERIOR), log_evidence(), digits=12),
        at_least("angle of the plain gradient, degrees", float(np.degrees(np.arccos(cosine))), 5.0),
    ]


def natural(model: Conjugate, theta: np.ndarray, rate: float) -> np.ndarray:
    """θ + ρ F⁻¹ ∇L, with both as the kernel gives them."""
    return np.asarray(theta + rate * np.linalg.solve(model.family.fisher(theta), model.gradient(theta)))


DEMONSTRATION = Demonstration(
    text=(
        "The rate of three counts with a gamma prior: natural-gradient steps of one and one half, and "
        "the evidence."
    ),
    implementation=natural,
    accepts=accepts,
    broken=(
        Broken("the plain gradient", lambda model, theta, rate: theta + rate * model.gradient(theta)),
        Broken("downhill", lambda model, theta, rate: natural(model, theta, -rate)),
        Broken(
            "the Fisher matrix of the prior",
            lambda model, theta, rate: (
                theta + rate * np.linalg.solve(model.family.fisher(PRIOR), model.gradient(theta))
            ),
        ),
    ),
    code=(
        "numeric/variational/conjugate.py",
        "numeric/variational/gamma.py",
        "numeric/variational/observations.py",
    ),
)
