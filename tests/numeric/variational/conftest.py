"""Random laws in which no two sizes are equal and none is one."""

import numpy as np
import pytest

from numeric.variational import DiagonalNormal, Normal


def make_normal(seed, *, d=3):
    """A Gaussian in general position."""
    rng = np.random.default_rng(seed)
    root = np.tril(rng.normal(size=(d, d))) / 2 + np.diag(rng.uniform(0.4, 1.6, size=d))
    return Normal(rng.normal(size=d), root @ root.T)


def make_diagonal(seed, *, d=3):
    """A Gaussian with independent coordinates in general position."""
    rng = np.random.default_rng(seed)
    return DiagonalNormal(rng.normal(size=d), rng.uniform(0.2, 2.5, size=d))


@pytest.fixture(scope="session")
def normal():
    """Seed to law."""
    return make_normal


@pytest.fixture(scope="session")
def diagonal():
    """Seed to law."""
    return make_diagonal


@pytest.fixture(params=[make_normal, make_diagonal], ids=["full", "diagonal"], scope="session")
def law(request):
    """Both of them in turn: seed to law."""
    return request.param
