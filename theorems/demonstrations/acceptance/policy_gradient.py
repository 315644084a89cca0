"""The natural policy gradient of a two-state chain, against a table of advantages found by hand.

In state s the policy stays with probability p_s.  With discount γ, staying in state 0 earns 1, in state 1 it earns 2,
and going earns nothing:  V_0 = p_0 (1 + γ V_0) + (1 − p_0) γ V_1,  V_1 = p_1 (2 + γ V_1) + (1 − p_1) γ V_0.
For a table of logits the natural gradient in a state is (A(s, a) − mean_b A(s, b)) / (1 − γ), whatever law the
states have: the plain gradient carries that law and vanishes where a state is not visited.

Source  Kakade, A natural policy gradient (2001); Agarwal, Kakade, Lee and Mahajan (2021), sec. 5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from numeric.policies import Tabular, natural_policy_gradient, policy_gradient, two_state_chain
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, at_least, equals

GAMMA = Fraction(4, 5)
STAY = (Fraction(3, 4), Fraction(1, 5))
THETA = np.log([float(STAY[0]), float(1 - STAY[0]), float(STAY[1]), float(1 - STAY[1])])

Gradient = Callable[..., np.ndarray]


def advantages() -> list[list[Fraction]]:
    """A(s, a) in fractions, from Cramer's rule for the two values."""
    p, q = STAY
    a, b, c, d = 1 - p * GAMMA, -(1 - p) * GAMMA, -(1 - q) * GAMMA, 1 - q * GAMMA
    determinant = a * d - b * c
    V = ((p * d - b * 2 * q) / determinant, (a * 2 * q - c * p) / determinant)
    Q = [[1 + GAMMA * V[0], GAMMA * V[1]], [2 + GAMMA * V[1], GAMMA * V[0]]]
    return [[value - V[s] for value in Q[s]] for s in range(2)]


def accepts(gradient: Gradient) -> Sequence[Figure]:
    """Every entry in fractions; the direction differs from the plain one."""
    known = [(A - sum(row) / 2) / (1 - GAMMA) for row in advantages() for A in row]
    process, policy = two_state_chain(discount=float(GAMMA)), Tabular(2, 2)
    plain = policy_gradient(process, policy, THETA)
    found = gradient(process, policy, THETA)
    cosine = float(plain @ found / np.linalg.norm(plain) / np.linalg.norm(found))
    return [
        equals("natural gradient", found, [float(x) for x in known], digits=10),
        at_least("angle to the plain gradient, degrees", float(np.degrees(np.arccos(cosine))), 5.0),
    ]


def kernel(process, policy, theta):  # type: ignore[no-untyped-def]
    """The kernel's solution."""
    return natural_policy_gradient(process, policy, theta).solution


def undiscounted(process, policy, theta):  # type: ignore[no-untyped-def]
    """The factor 1 / (1 − γ) forgotten."""
    return (1 - process.discount) * kernel(process, policy, theta)


def halved(process, policy, theta):  # type: ignore[no-untyped-def]
    """Another discount."""
    return kernel(two_state_chain(discount=process.discount / 2), policy, theta)


def uniform(process, policy, theta):  # type: ignore[no-untyped-def]
    """At the uniform policy."""
    return kernel(process, policy, np.zeros_like(theta))


DEMONSTRATION = Demonstration(
    text=(
        "The natural policy gradient of a tabular policy on a two-state chain, whose advantages are "
        "found in fractions."
    ),
    implementation=kernel,
    accepts=accepts,
    broken=(
        Broken("the plain gradient", policy_gradient),
        Broken("the factor 1/(1 − γ) is forgotten", undiscounted),
        Broken("another discount", halved),
        Broken("another policy", uniform),
    ),
    code=("numeric/policies/gradient.py", "numeric/policies/evaluation.py", "numeric/policies/chain.py"),
)
