"""Random processes and policies in which no two sizes are equal and none is one."""

import numpy as np
import pytest

from numeric.policies import DecisionProcess, LogLinear, Tabular


def make_process(seed, *, states=4, actions=3, discount=0.8):
    """A process with full transitions and rewards of both signs."""
    rng = np.random.default_rng(seed)
    P = rng.dirichlet(np.full(states, 0.5), size=(states, actions))
    return DecisionProcess(P, rng.normal(size=(states, actions)), rng.dirichlet(np.ones(states)), discount)


def make_log_linear(seed, *, states=4, actions=3, size=5):
    """A log-linear policy with features in general position, and parameters; the features are always the same."""
    features = np.random.default_rng(99).normal(size=(states, actions, size))
    return LogLinear(features), np.random.default_rng(seed).normal(size=size)


def make_tabular(seed, *, states=4, actions=3):
    """A tabular policy and parameters."""
    return Tabular(states, actions), np.random.default_rng(seed).normal(size=states * actions)


@pytest.fixture(scope="session")
def random_process():
    """Seed to process."""
    return make_process


@pytest.fixture(scope="session")
def log_linear():
    """Seed to policy and parameters."""
    return make_log_linear


@pytest.fixture(scope="session")
def tabular():
    """Seed to policy and parameters."""
    return make_tabular


@pytest.fixture(params=[make_tabular, make_log_linear], ids=["tabular", "log-linear"], scope="session")
def family(request):
    """Both of them in turn."""
    return request.param
