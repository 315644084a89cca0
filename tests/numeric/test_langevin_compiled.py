"""Compiled random numbers are NumPy's own, to the last bit, and missing Numba is a message."""

import sys

import numpy as np
import pytest

from numeric.langevin import methods
from numeric.langevin.compiled import compiled, fillers
from numeric.langevin.errors import MethodError
from numeric.langevin.overdamped import Overdamped
from numeric.langevin.simulation import simulate


def fill_gradient(theta, out):
    np.copyto(out, theta)


def fill_loss(theta, out):
    np.einsum("im,im->m", theta, theta / 2, out=out)


@pytest.mark.external
@pytest.mark.parametrize("bits", [np.random.PCG64, np.random.Philox, np.random.SFC64, np.random.MT19937])
def test_compiled_numbers_are_those_of_the_generator_given_to_the_last_bit(bits):
    """Two million draws, into the tails of the ziggurat, and the generator is left in the same state."""
    for filler, name in zip(fillers(), ("standard_normal", "standard_exponential"), strict=True):
        ours, theirs = np.random.Generator(bits(3)), np.random.Generator(bits(3))
        found = np.empty(2_000_000)

        filler(ours, found)

        assert np.array_equal(getattr(theirs, name)(found.size), found)
        assert ours.random() == theirs.random()


@pytest.mark.external
@pytest.mark.parametrize("name", ["euler_maruyama", "leimkuhler_matthews", "mala"])
def test_a_compiled_method_makes_the_same_chains(name):
    """Same orders, same blocks, same chains to the last bit, on one thread or two."""
    method, dynamics = methods.load(name), Overdamped(fill_gradient, np.eye(4), 1.0, 0.5, loss=fill_loss)
    start = np.zeros((4, 9000))

    plain = simulate(method, dynamics, start, step=0.3, steps=40, seed=9)
    fast = simulate(compiled(method), dynamics, start, step=0.3, steps=40, seed=9, workers=2)

    assert np.array_equal(plain.end, fast.end)
    assert np.std(plain.end) > 0.3
    assert compiled(method).invariant_bias_order == method.invariant_bias_order


def test_without_numba_the_error_says_how_to_get_it(monkeypatch):
    """No Numba is a named error with the command to install it; the methods themselves do not need it."""
    monkeypatch.setitem(sys.modules, "numba", None)
    fillers.cache_clear()

    with pytest.raises(MethodError, match=r"pip install 'fisherproof\[numba\]'"):
        compiled(methods.load("mala"))
