"""Functions under test that many tests share, by name: each is a rule as a person would write it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest


def gradient_descent(problem, theta):
    """The negative gradient."""
    return -problem.gradient(theta)


def natural_gradient(problem, theta):
    """The negative gradient raised by the inverse Fisher matrix."""
    return -np.linalg.solve(problem.fisher(theta), problem.gradient(theta))


def half_precision(problem, theta):
    """The natural gradient, rounded to three digits."""
    return natural_gradient(problem, theta).astype(np.float16)


def euler(problem, theta, h):
    """A natural-gradient step in a straight line."""
    return theta + h * natural_gradient(problem, theta)


def midpoint(problem, theta, h):
    """A natural-gradient step by the midpoint rule."""
    return theta + h * natural_gradient(problem, theta + h / 2 * natural_gradient(problem, theta))


def plain_step(problem, theta, h):
    """A step of gradient descent."""
    return theta - h * problem.gradient(theta)


@pytest.fixture(scope="session")
def rules():
    """The functions under test, by name."""
    return SimpleNamespace(
        gradient_descent=gradient_descent,
        natural_gradient=natural_gradient,
        half_precision=half_precision,
        euler=euler,
        midpoint=midpoint,
        plain_step=plain_step,
    )
