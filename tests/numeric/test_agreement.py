"""Agreement in digits: three outcomes, none from an absolute threshold."""

import numpy as np
import pytest

from numeric.agreement import Outcome, compare, digits_agreed, exactly
from numeric.arrays import Estimate
from numeric.errors import EmptyError, NonFiniteError, PrecisionError, ShapeError
from numeric.linear import inverse
from numeric.precision import at_two_precisions
from numeric.spectra import random_invertible, random_spd


def pulled_back(metric, jacobian):
    return np.swapaxes(jacobian, -1, -2) @ metric @ jacobian


def both_sides(condition=10.0, size=1.0, count=200):
    """J^T (G^-1)^-1 J and J^T G J, equal on paper, with different rounding."""
    rng = np.random.default_rng(41)
    g = random_spd(rng, 3, condition=condition, count=count, size=size)
    j = random_invertible(rng, 3, count=count)
    return (
        at_two_precisions(lambda g, j: pulled_back(inverse(inverse(g)), j), g, j),
        at_two_precisions(pulled_back, g, j),
        at_two_precisions(lambda g, j: pulled_back(g, np.swapaxes(j, -1, -2)), g, j),
    )


@pytest.mark.parametrize("size", [1e-12, 1.0, 1e12])
def test_equal_formulas_agree_at_any_scale_and_a_transpose_differs(size):
    """The outcome does not depend on the units; a transposed Jacobian is caught, a tenth of a ppm too."""
    left, right, transposed = both_sides(size=size)

    found = compare(left, right, trailing=2)

    assert Outcome.AGREES is found.outcome
    assert found.digits > 12
    assert found.compared == 1800
    assert Outcome.DIFFERS is compare(left, transposed, trailing=2).outcome
    slightly = Estimate(right.value * (1 + 1e-7), right.error)
    assert Outcome.DIFFERS is compare(left, slightly, trailing=2).outcome


def test_one_wrong_entry_of_a_batch_is_found_and_named():
    """A relative change of 1e-6 in one small entry of 1800 differs, and the report says which."""
    left, right, _ = both_sides()
    value = right.value.copy()
    value[17, 2, 1] *= 1 + 1e-6

    found = compare(left, Estimate(value, right.error), trailing=2)

    assert Outcome.DIFFERS is found.outcome
    assert found.worst == (17, 2, 1)


def test_an_ill_conditioned_formula_cannot_tell_and_does_not_differ():
    """At condition 1e13 the two inversions leave too few digits: CANNOT_TELL, never DIFFERS."""
    left, right, _ = both_sides(condition=1e11)

    found = compare(left, right, trailing=2, digits=13)

    assert Outcome.CANNOT_TELL is found.outcome


def test_cancellation_is_seen_and_sizes_can_be_given():
    """(1 + x) - 1 for x = 1e-14 has one digit; against the size of its terms it has fifteen."""
    x = np.full(5, 1e-14) * np.arange(1, 6)
    left = at_two_precisions(lambda x: (1 + x) - 1, x)

    alone = compare(left, exactly(x))
    among = compare(left, exactly(x), size=np.ones(5))

    assert Outcome.CANNOT_TELL is alone.outcome
    assert Outcome.AGREES is among.outcome


def test_a_zero_is_judged_beside_the_largest_entry_of_its_instance():
    """An off-diagonal 1e-17 against 0 agrees when its error says so, and 1e-9 does not."""
    error = np.full((2, 2), 1e-16)
    zero = Estimate(np.diag([1.0, 2.0]), error)
    noise = Estimate(np.array([[1.0, 1e-17], [1e-17, 2.0]]), error)
    wrong = Estimate(np.array([[1.0, 1e-9], [1e-9, 2.0]]), error)

    assert Outcome.AGREES is compare(zero, noise).outcome
    assert Outcome.DIFFERS is compare(zero, wrong).outcome


def test_digits_are_log_relative_errors():
    """1.0001 and 1 agree to four digits, equal numbers to all sixteen, signs to none."""
    assert abs(digits_agreed([1.0001], [1.0]) - 4) < 1e-3
    assert digits_agreed([0.1], [0.1]) > 15
    assert digits_agreed([1.0], [-1.0]) < 0


def test_large_errors_never_agree():
    """An error of a tenth of the value leaves one digit, whatever the values."""
    vague = Estimate(np.array([1.0]), np.array([0.1]))

    assert Outcome.CANNOT_TELL is compare(vague, vague).outcome
    assert Outcome.DIFFERS is compare(vague, exactly([5.0])).outcome


def test_a_lucky_entry_keeps_the_error_that_is_usual_beside_it():
    """An entry that is exact by luck is not given error zero among entries that are not."""
    x = np.linspace(0.1, 0.9, 50)

    found = at_two_precisions(lambda x: (1e6 + x) - 1e6, x)

    assert np.min(found.error) > 1e-13


def test_a_callable_without_a_second_precision_is_refused():
    """numpy.linalg refuses longdouble; a callable that falls back to double is found out."""
    with pytest.raises(PrecisionError, match=r"numeric\.linear"):
        at_two_precisions(lambda x: x.astype(np.float64) * 2, [1.0])


def test_empty_misshapen_and_nan_are_errors():
    """Nothing agrees with nothing; shapes must match; NaN is never equal."""
    with pytest.raises(EmptyError):
        compare(exactly([]), exactly([]))
    with pytest.raises(ShapeError):
        compare(exactly([1.0]), exactly([1.0, 2.0]))
    with pytest.raises(ShapeError, match="trailing"):
        compare(exactly([1.0]), exactly([1.0]), trailing=2)
    with pytest.raises(NonFiniteError):
        compare(Estimate(np.array([np.nan]), np.array([0.0])), exactly([1.0]))
    with pytest.raises(NonFiniteError):
        exactly([np.inf])
    with pytest.raises(EmptyError):
        at_two_precisions(lambda x: x, [])
