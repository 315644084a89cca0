"""A matrix that is not symmetric positive definite is refused by name, wherever a metric is asked for."""

import numpy as np
import pytest

from numeric.errors import EmptyError, MetricError, NonFiniteError, ShapeError
from numeric.metrics import require_metric, require_metrics, rounding

GOOD = np.array([[2.0, 0.6], [0.6, 0.9]])
FLAT = np.outer([1.0, 3.0, 0.1], [1.0, 3.0, 0.1]) + np.outer([0.3, 0.1, 0.7], [0.3, 0.1, 0.7])


def test_a_metric_is_returned_exactly_symmetric_and_otherwise_as_it_was():
    """Rounding of a product is taken for symmetry; the values stay."""
    nearly = GOOD + np.array([[0, 1e-15], [0, 0]])
    found = require_metric("the metric", nearly)

    assert np.array_equal(found, found.T)
    assert np.allclose(found, GOOD, rtol=1e-14)


@pytest.mark.parametrize(
    ("matrix", "error", "words"),
    [
        ([[1.0, 2.0], [2.0, 1.0]], MetricError, "not positive definite"),
        ([[1.0, 0.3], [0.0, 1.0]], MetricError, "not symmetric"),
        ([[1.0, 1e-11], [0.0, 1.0]], MetricError, "not symmetric"),
        (FLAT, MetricError, "not positive definite"),
        (np.diag([1.0, 1e-16]), MetricError, "not positive definite"),
        (np.zeros((2, 2)), MetricError, "not positive definite"),
        ([[np.nan]], NonFiniteError, "the metric"),
        ([1.0], ShapeError, "the metric"),
        (np.ones((2, 1, 1)), ShapeError, "the metric"),
        (np.zeros((0, 0)), EmptyError, "the metric"),
    ],
)
def test_what_is_no_metric_is_refused(matrix, error, words):
    """Indefinite, asymmetric, singular up to rounding, NaN and of the wrong shape."""
    with pytest.raises(error, match=words):
        require_metric("the metric", matrix)


def test_a_metric_of_condition_1e12_is_one():
    """Badly conditioned is not singular."""
    assert require_metric("the metric", np.diag([1.0, 1e-12]))[1, 1] == 1e-12


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (-GOOD, MetricError),
        (GOOD + np.array([[0, 0.1], [0, 0]]), MetricError),
        (np.ones((2, 2)), MetricError),
        (np.full((2, 2), np.nan), NonFiniteError),
    ],
)
def test_the_first_of_many_that_is_no_metric_is_named(bad, error):
    """The matrix with index 3, although 5 is wrong too; without both, nothing is raised."""
    many = np.tile(GOOD, (7, 1, 1))
    require_metrics(lambda k: f"matrix {k}", many)
    many[[3, 5]] = bad

    with pytest.raises(error, match="matrix 3 is"):
        require_metrics(lambda k: f"matrix {k}", many)


def test_the_rounding_of_a_matrix_is_above_what_its_zero_eigenvalue_is_found_to_be():
    """A sum of two squares in three dimensions has an eigenvalue zero; eigvalsh is off by less than n eps |A|."""
    assert abs(np.linalg.eigvalsh(FLAT)[0]) < rounding(FLAT) < 1e-13
