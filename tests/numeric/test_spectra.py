"""Random matrices have the spectra they promise."""

import numpy as np
import pytest

from numeric.errors import EmptyError, ShapeError
from numeric.spectra import (
    random_direction,
    random_invertible,
    random_orthogonal,
    random_spd,
    random_spectrum,
)


@pytest.mark.parametrize("n", [1, 2, 7])
def test_condition_numbers_are_those_asked_for(n):
    """SPD and invertible matrices of every size have condition number 1000 (1 for n = 1)."""
    rng = np.random.default_rng(n)
    asked = 1000.0 if n > 1 else 1.0

    spd = random_spd(rng, n, condition=1000.0, count=5)
    free = random_invertible(rng, n, condition=1000.0, count=5)

    assert np.array_equal(spd, np.swapaxes(spd, -1, -2))
    assert np.all(np.linalg.eigvalsh(spd) > 0)
    assert np.allclose(np.linalg.cond(spd), asked, rtol=1e-9)
    assert np.allclose(np.linalg.cond(free), asked, rtol=1e-9)


def test_orthogonal_matrices_are_orthogonal_and_uniform():
    """Q Q^T = Id, and the trace of a Haar matrix has mean 0 and variance 1 (without the signs: mean > 0)."""
    q = random_orthogonal(np.random.default_rng(4), 3, count=20_000)
    trace = np.trace(q, axis1=1, axis2=2)

    assert np.max(np.abs(q @ np.swapaxes(q, 1, 2) - np.eye(3))) < 1e-14
    assert abs(np.mean(trace)) < 5 / np.sqrt(20_000)
    assert abs(np.var(trace) - 1) < 0.06


def test_invertible_matrices_hide_no_transpose():
    """A random invertible matrix is far from symmetric."""
    a = random_invertible(np.random.default_rng(5), 3)

    assert np.max(np.abs(a - a.T)) > 0.1 * np.max(np.abs(a))


def test_directions_have_length_one_and_seeds_decide():
    """Unit vectors, the same for the same seed and others for another."""
    first, again, other = (random_direction(np.random.default_rng(seed), 4) for seed in (6, 6, 7))

    assert abs(np.linalg.norm(first) - 1) < 1e-15
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_nothing_and_the_impossible_are_refused():
    """No dimensions, no matrices, and a condition number below one are errors."""
    rng = np.random.default_rng(8)
    with pytest.raises(EmptyError):
        random_spd(rng, 0)
    with pytest.raises(EmptyError):
        random_spd(rng, 3, count=0)
    with pytest.raises(ShapeError, match="at least 1"):
        random_spectrum(rng, 3, condition=0.5)
