"""A policy to improve in a decision process that is solved exactly, as a problem for optimizers.

    loss = -J(theta),   gradient = -grad J,   metric = F of the policy under the discounted state distribution

The best return is found by policy iteration; what a policy has gained is told in parts of what there is to gain.

Source  Howard, Dynamic Programming and Markov Processes (1960) (policy iteration); Kakade, A natural policy
        gradient, NeurIPS 14 (2001).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from numeric.arrays import Array
from numeric.policies import (
    DecisionProcess,
    Policy,
    evaluate,
    expected_return,
    policy_fisher,
    policy_gradient,
)


@dataclass(frozen=True, eq=False)
class PolicyProblem:
    """Maximise the return of a policy.

    process  exactly known.
    policy   the parametric family.
    start    (P,).
    part     of the gain from the start to the best policy that is asked for, in (0, 1).
    """

    process: DecisionProcess
    policy: Policy
    start: Array
    part: float

    @cached_property
    def target(self) -> float:
        """-(J_0 + part (J* - J_0))."""
        first = -self.loss(self.start)
        return -(first + self.part * (best_return(self.process) - first))

    def loss(self, theta: Array) -> float:
        """-J."""
        return -float(expected_return(self.process, self.policy.probabilities(theta)))

    def measure(self, names: Iterable[str], theta: Array, step: int) -> dict[str, Any]:
        """Gradient and metric."""
        return {
            "gradient": -policy_gradient(self.process, self.policy, theta),
            **({"metric": policy_fisher(self.process, self.policy, theta)} if "metric" in names else {}),
        }


def random_process(
    seed: int, *, states: int, actions: int, discount: float, branches: int = 3
) -> DecisionProcess:
    """Each action leads to a few states; rewards are uniform on [0, 1].

    branches  states that an action may lead to.

    Source  Archibald, McKinnon and Thomas, On the generation of Markov decision processes, J. Oper. Res. Soc. 46
            (1995): processes of this kind are known as Garnets.
    """
    rng = np.random.default_rng(seed)
    P = np.zeros((states, actions, states))
    for s in range(states):
        for a in range(actions):
            P[s, a, rng.choice(states, branches, replace=False)] = rng.dirichlet(np.ones(branches))
    return DecisionProcess(P, rng.random((states, actions)), np.full(states, 1 / states), discount)


def best_return(process: DecisionProcess) -> float:
    """J* by policy iteration: every step is an exact evaluation, and it ends when no action is better."""
    choice = np.argmax(process.rewards, axis=1)
    while True:
        found = evaluate(process, np.eye(process.actions)[choice])
        better = np.argmax(found.action_values, axis=1)
        gain = found.action_values[np.arange(process.states), better] - found.values
        if np.max(gain) <= 1e-12 * max(
            1.0, float(np.max(np.abs(found.values)))
        ):  # rounding of the linear solve
            return found.expected_return
        choice = better
