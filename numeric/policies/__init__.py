"""Reinforcement learning on finite Markov decision processes, solved exactly in float64: a reference.

    J(theta) = E sum_t gamma^t r(s_t, a_t),   grad J = E_{d, pi}[score A] / (1 - gamma),   F = E_{d, pi}[score score^T]

Processes    `DecisionProcess` (`decision_process`), `two_state_chain` (`chain`), `gridworld`
Policies     `Tabular`, `LogLinear`: softmax of logits, of linear functions of features
Evaluation   `evaluate`: V, Q, advantages, discounted state distribution, return, by linear solves
Gradients    `policy_gradient`, `policy_fisher`, `natural_policy_gradient`, `compatible_weights`
Steps        `trust_region_step`, `clipped_surrogate`, `improvement_bound`
Sampling     `paths` from a process, `episodes` from an environment with gymnasium's interface

The discounted state distribution d has sum one and the return is a plain sum: J is not multiplied by 1 - gamma.
"""

from numeric.policies.chain import GO, STAY, two_state_chain
from numeric.policies.clipped import Clipped, clipped_surrogate
from numeric.policies.decision_process import DecisionProcess
from numeric.policies.episodes import Environment, Episode, Estimates, estimate, sample_episodes
from numeric.policies.errors import (
    AnswerError,
    BoundError,
    DiscountError,
    LayoutError,
    PolicyError,
    ProbabilityError,
)
from numeric.policies.evaluation import (
    Evaluation,
    evaluate,
    expected_return,
    truncated_occupancy,
    truncated_return,
)
from numeric.policies.gradient import (
    compatible_weights,
    natural_policy_gradient,
    policy_fisher,
    policy_gradient,
    tabular_natural_gradient,
)
from numeric.policies.gridworld import Gridworld, gridworld
from numeric.policies.log_linear import LogLinear
from numeric.policies.paths import Paths, path_fisher, path_gradients, path_returns, sample_paths
from numeric.policies.policy import Policy, softmax, state_divergence, state_fisher
from numeric.policies.surrogate import (
    Improvement,
    improvement_bound,
    max_divergence,
    mean_divergence,
    surrogate_return,
)
from numeric.policies.tabular import Tabular
from numeric.policies.trust_region import Search, Trial, TrustRegionStep, fisher_product, trust_region_step

__all__ = [
    "GO",
    "STAY",
    "AnswerError",
    "BoundError",
    "Clipped",
    "DecisionProcess",
    "DiscountError",
    "Environment",
    "Episode",
    "Estimates",
    "Evaluation",
    "Gridworld",
    "Improvement",
    "LayoutError",
    "LogLinear",
    "Paths",
    "Policy",
    "PolicyError",
    "ProbabilityError",
    "Search",
    "Tabular",
    "Trial",
    "TrustRegionStep",
    "clipped_surrogate",
    "compatible_weights",
    "estimate",
    "evaluate",
    "expected_return",
    "fisher_product",
    "gridworld",
    "improvement_bound",
    "max_divergence",
    "mean_divergence",
    "natural_policy_gradient",
    "path_fisher",
    "path_gradients",
    "path_returns",
    "policy_fisher",
    "policy_gradient",
    "sample_episodes",
    "sample_paths",
    "softmax",
    "state_divergence",
    "state_fisher",
    "surrogate_return",
    "tabular_natural_gradient",
    "truncated_occupancy",
    "truncated_return",
    "trust_region_step",
    "two_state_chain",
]
