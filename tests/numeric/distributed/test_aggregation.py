"""Parts are put together with weights n_k / N, to rounding, in a fixed order, and only if they are complete."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest

from numeric.agreement import digits_agreed
from numeric.distributed import AggregationError, Part, equal_weights_error, weighted_mean
from numeric.errors import EmptyError, NonFiniteError


def parts_of(counts, values):
    return [
        Part(k, len(counts), n, (np.asarray(v, dtype=float),)) for k, (n, v) in enumerate(zip(counts, values))
    ]


def exact_mean(counts, values):
    return sum(n * Fraction(v) for n, v in zip(counts, values)) / sum(counts)


def test_weights_are_shares_of_the_examples():
    """Means 1 of two examples and 6 of three are 4 of five; forgetting the sizes gives 7/2, off by -1/2.

    -Cov(n, mean) / (N / K) = -((-1/2)(-5/2) + (1/2)(5/2)) / 2 / (5/2) = -1/2.
    """
    parts = parts_of((2, 3), (1.0, 6.0))

    assert weighted_mean(parts)[0] == 4
    assert equal_weights_error(parts)[0] == -0.5


def test_the_error_of_equal_weights_is_the_covariance_of_sizes_and_means():
    """-Cov_k(n_k, mean_k) / (N / K) on matrices, and the plain mean less the weighted one."""
    rng = np.random.default_rng(21)
    counts, values = np.array([3, 1, 7, 2]), rng.normal(size=(4, 2, 3))
    parts = parts_of([int(n) for n in counts], values)

    covariance = np.mean((counts - counts.mean())[:, None, None] * (values - values.mean(axis=0)), axis=0)

    found = equal_weights_error(parts)[0]
    assert digits_agreed(-covariance / counts.mean(), found) > 14
    assert digits_agreed(np.mean(values, axis=0) - weighted_mean(parts)[0], found) > 14
    assert np.max(np.abs(found)) > 0.1


def test_equal_shards_need_no_weights():
    """With five examples in each, the error is zero to the last bit."""
    parts = parts_of((5, 5, 5), np.random.default_rng(22).normal(size=(3, 4)))

    assert np.array_equal(np.zeros(4), equal_weights_error(parts)[0])


@pytest.mark.parametrize("seed", range(5))
def test_the_mean_is_right_to_two_units_in_the_last_place_under_cancellation(seed):
    """Against fractions: forty values of sizes 1e-8 to 1e8 and one more that cancels all but 1e-9 of them."""
    rng = np.random.default_rng(seed)
    counts = [int(n) for n in rng.integers(1, 60_000, size=41)]
    values = [float(v) for v in rng.normal(size=40) * 10 ** rng.uniform(-8, 8, size=40)]
    rest = -sum(n * Fraction(v) for n, v in zip(counts, values)) / counts[40]
    values.append(float(rest * (1 + Fraction(1, 10**9))))
    expected = exact_mean(counts, values)

    found = weighted_mean(parts_of(counts, values))[0]
    plain = sum(n * v for n, v in zip(counts, values)) / sum(counts)

    assert abs(Fraction(float(found)) - expected) <= 2 * Fraction(float(np.spacing(abs(float(expected)))))
    assert abs(Fraction(plain) - expected) > 1000 * Fraction(float(np.spacing(abs(float(expected)))))


def test_the_order_in_which_parts_arrive_changes_no_bit():
    """All orders of four parts with cancelling entries give one result."""
    rng = np.random.default_rng(23)
    values = rng.normal(size=(4, 5)) * 10.0 ** rng.integers(-6, 7, size=(4, 1))
    parts = parts_of((3, 1, 7, 2), values)

    found = {weighted_mean(order)[0].tobytes() for order in permutations(parts)}

    assert len(found) == 1


def test_large_and_tiny_values_neither_overflow_nor_vanish():
    """1e307 and 5e-324, the smallest number there is, are averaged with themselves exactly."""
    found = weighted_mean(parts_of((2, 3), np.array([[1e307, 5e-324]] * 2)))[0]

    assert np.array_equal([1e307, 5e-324], found)


def test_parts_that_are_not_one_each_are_refused():
    """Missing and doubled shards are named, and so are parts of different batches."""
    parts = parts_of((3, 1, 7, 2), np.eye(4))

    with pytest.raises(AggregationError, match=r"shards \[0, 2, 3\], of which \[1\] are missing"):
        weighted_mean([parts[0], *parts[2:]])
    with pytest.raises(AggregationError, match=r"shards \[0, 1, 1, 2, 3\]"):
        weighted_mean([*parts, parts[1]])
    with pytest.raises(AggregationError, match=r"batches of \[4, 5\] shards are mixed"):
        weighted_mean([*parts[:3], Part(3, 5, 2, parts[3].values)])
    with pytest.raises(AggregationError, match=r"\[1\] are missing"):
        equal_weights_error([parts[0], *parts[2:]])
    with pytest.raises(EmptyError, match="parts"):
        weighted_mean([])


def test_parts_of_other_shapes_empty_shards_and_infinite_values_name_the_shard():
    """Each error says which shard it is."""
    one, two = parts_of((3, 1), np.eye(2))

    with pytest.raises(
        AggregationError, match=r"shard 1 has arrays of shapes \(\(3,\),\), shard 0 \(\(2,\),\)"
    ):
        weighted_mean([one, Part(1, 2, 1, (np.ones(3),))])
    with pytest.raises(AggregationError, match="shard 1 has arrays"):
        weighted_mean([one, Part(1, 2, 1, (np.ones(2), np.ones(2)))])
    with pytest.raises(EmptyError, match="0 examples in shard 1"):
        weighted_mean([one, Part(1, 2, 0, two.values)])
    with pytest.raises(NonFiniteError, match="measured on shard 1 is nan"):
        weighted_mean([one, Part(1, 2, 1, (np.array([1.0, np.nan]),))])
