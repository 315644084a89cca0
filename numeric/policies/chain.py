"""The two-state chain on which plain policy gradients stay on a plateau.

    state 0: action 0 stays and earns 1, action 1 goes to state 1 and earns 0
    state 1: action 0 stays and earns 2, action 1 goes to state 0 and earns 0

The best policy goes to state 1 and stays.  Where state 1 is seldom visited, its part of the plain gradient is small in
proportion to d(1), and that of state 0 pulls towards staying; the natural gradient divides d out.

The states, actions and rewards are as we recall them from the source, as is the law (4/5, 1/5) of the states.  There it
belongs to the average reward of the initial policy; here it is the start law of a discounted return.

Source  Kakade, A natural policy gradient, NeurIPS 14 (2001), sec. 5 (the two-state process), from memory.
"""

import numpy as np

from numeric.policies.decision_process import DecisionProcess

STAY, GO = 0, 1


def two_state_chain(*, discount: float) -> DecisionProcess:
    """The chain, with S = 2 and A = 2 (STAY, GO).

    discount  gamma, strictly between 0 and 1; the best values are V(1) = 2 / (1 - gamma), V(0) = gamma V(1) for
              gamma > 1/2, and V(0) = 1 / (1 - gamma) below.
    Raises DiscountError.
    """
    transitions = np.zeros((2, 2, 2))
    for state in range(2):
        transitions[state, STAY, state] = 1.0
        transitions[state, GO, 1 - state] = 1.0
    rewards = np.array([[1.0, 0.0], [2.0, 0.0]])
    return DecisionProcess(transitions, rewards, np.array([0.8, 0.2]), discount)
