"""Tabular softmax policies: one logit for each state and action.

    pi(a | s) = exp theta_sa / sum_b exp theta_sb
    d log pi(a | s) / d theta_tb = [s = t] ([a = b] - pi(b | s))

theta is the table (S, A) by rows: entry (s, a) at s A + a.  Adding a constant to all logits of one state changes
nothing, so every Fisher matrix has these S null vectors.

Source  Agarwal, Kakade, Lee and Mahajan, On the theory of policy gradient methods, JMLR 22 (2021), sec. 2.
"""

from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array, require_some
from numeric.policies.policy import softmax


@dataclass(frozen=True)
class Tabular:
    """One logit for each state and action.

    states   S, at least one.
    actions  A, at least one.
    Raises EmptyError.
    """

    states: int
    actions: int

    def __post_init__(self) -> None:
        require_some("states", self.states)
        require_some("actions", self.actions)

    @property
    def size(self) -> int:
        """P = S A."""
        return self.states * self.actions

    def probabilities(self, theta: Array) -> Array:
        """Pi(a | s), (S, A), for theta of shape (S A,)."""
        return softmax(theta.reshape(self.states, self.actions))

    def scores(self, theta: Array) -> Array:
        """[s = t] ([a = b] - pi(b | s)), (S, A, S A)."""
        pi = self.probabilities(theta)
        inside = np.eye(self.actions) - pi[:, None, :]
        apart = np.einsum("st,sab->satb", np.eye(self.states), inside)
        return np.asarray(apart.reshape(self.states, self.actions, self.size))
