"""Equivariance of directions: natural gradients pass, others fail in the charts that show it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from fisherproof import testing
from fisherproof.testing import assert_equivariant_direction
from fisherproof.testing.errors import ContractError, CounterexampleError, UndecidedError

NORMAL = testing.family("normal")


def sign(problem, theta):
    """The signs of the negative gradient."""
    return -np.sign(problem.gradient(theta))


def normalised(problem, theta):
    """The natural gradient at Fisher length one."""
    g = problem.gradient(theta)
    v = np.linalg.solve(problem.fisher(theta), g)
    return -v / np.sqrt(g @ v)


def scaled(problem, theta):
    """The natural gradient at Euclidean length one: right up to a factor that depends on the chart."""
    v = np.linalg.solve(problem.fisher(theta), problem.gradient(theta))
    return -v / np.linalg.norm(v)


def still(problem, theta):
    """No direction."""
    return np.zeros(problem.dimension)


def test_natural_gradients_pass(rules):
    """As they are, and at Fisher length one."""
    assert_equivariant_direction(rules.natural_gradient, examples=20)
    assert_equivariant_direction(normalised, examples=10)


def test_plain_descent_fails_at_the_simplest_place(rules):
    """One coordinate, a linear loss, one layer, and numbers that can be checked by hand."""
    with pytest.raises(CounterexampleError) as caught:
        assert_equivariant_direction(rules.gradient_descent)

    text = str(caught.value)
    assert "family     exponential, r > 0" in text
    assert "loss       r\n" in text
    assert text.count("i=0") == 1


def test_the_sides_are_those_of_the_formula(rules):
    """L = r in r = 2 t: J v_eta = 2*(-2) and v_theta = -1."""
    with pytest.raises(CounterexampleError) as caught:
        assert_equivariant_direction(
            rules.gradient_descent,
            "exponential",
            chart=testing.Chart((testing.Scale(0, 2.0),)),
            point=(1.0,),
            loss=testing.Polynomial(((1.0, (1,)),)),
        )

    assert "left       J v_eta = (-4)\n   right      v_theta = (-1)" in str(caught.value)
    assert "mismatch   in entry (1,), 3," in str(caught.value)


@pytest.mark.parametrize("direction", [sign, scaled])
def test_directions_that_depend_on_the_chart_fail(direction):
    """Signs, and Euclidean length."""
    with pytest.raises(CounterexampleError):
        assert_equivariant_direction(direction, "normal", loss=testing.Fit((0.5,)))


def test_plain_descent_is_invariant_under_rotations_alone(rules):
    """It passes rotations; scalings refute it."""
    assert_equivariant_direction(
        rules.gradient_descent, testing.families(dimension=2), chart=testing.rotations, examples=8
    )
    with pytest.raises(CounterexampleError):
        assert_equivariant_direction(rules.gradient_descent, chart=testing.scalings)


def test_rounding_that_is_the_same_everywhere_is_no_counterexample(rules):
    """Two rotations whose product has an entry 5e-17 for 0, under a loss whose gradient is constant."""
    turns = (testing.Rotation(0, 1, (4, 3, 5)), testing.Rotation(0, 1, (3, 4, 5)))
    linear = testing.Polynomial(((1.0, (1, 0)),))

    for layers in (turns, turns[:1]):
        chart = testing.Chart(layers)
        assert_equivariant_direction(
            rules.gradient_descent, NORMAL, chart=chart, point=(0.0, 1.0), loss=linear
        )


def test_what_is_rounded_to_three_digits_is_undecided(rules):
    """Neither a pass nor a counterexample."""
    with pytest.raises(UndecidedError, match="too few digits"):
        assert_equivariant_direction(rules.half_precision, examples=10)


def test_a_random_direction_is_undecided():
    """The natural gradient with a part in ten thousand of noise, from a generator that is not seeded again."""
    rng = np.random.default_rng(4)

    def noisy(problem, theta):
        v = np.linalg.solve(problem.fisher(theta), problem.gradient(theta))
        return -v * (1 + 1e-4 * rng.normal())

    with pytest.raises(UndecidedError, match="random without a seed"):
        assert_equivariant_direction(noisy, examples=10)


def test_no_direction_is_no_test():
    """Zero is zero in every chart."""
    with pytest.raises(UndecidedError, match="hardly tested"):
        assert_equivariant_direction(still, examples=5)


def test_near_agreement_is_shown_with_its_digits(rules):
    """A direction that is off by one part in 1e9 fails, and the digits that agree are named."""

    def almost(problem, theta):
        return rules.natural_gradient(problem, theta) * (1 + 1e-9 * theta[0])

    with pytest.raises(CounterexampleError, match="digits agree; if it is no more accurate"):
        assert_equivariant_direction(almost, "exponential")
    assert_equivariant_direction(almost, "exponential", accuracy=1e-6, examples=10)


def test_the_same_seed_finds_the_same(rules):
    """Runs are deterministic; another seed draws other instances."""
    seen = []

    def watched(problem, theta):
        seen.append(tuple(theta))
        return rules.natural_gradient(problem, theta)

    for seed in (1, 1, 2):
        assert_equivariant_direction(watched, examples=4, seed=seed)
        seen.append(None)
    first, second, other = np.split(
        np.array(seen, dtype=object), [k + 1 for k, x in enumerate(seen) if x is None][:2]
    )

    assert list(first) == list(second)
    assert list(first) != list(other)


@settings(max_examples=5, deadline=None, database=None, derandomize=True)
@given(testing.charts(NORMAL), testing.points(NORMAL))
def test_everything_can_be_drawn_outside(chart, point):
    """Inside a test with @given all is passed on; what is left out is refused there."""
    loss = testing.Fit((0.5, 1.0))

    def natural(problem, theta):
        return -np.linalg.solve(problem.fisher(theta), problem.gradient(theta))

    if chart.layers:
        assert_equivariant_direction(natural, NORMAL, chart=chart, point=point, loss=loss)
    with pytest.raises(ContractError, match="@given"):
        assert_equivariant_direction(natural, NORMAL, chart=chart)


def test_an_own_family_and_an_own_loss_can_be_used(rules):
    """A family by three callables, and a loss that is an object with three methods."""

    class Cost:
        """The exponential of the coordinate."""

        def value(self, family, theta):
            """Its value."""
            return np.exp(theta[0])

        def gradient(self, family, theta):
            """Its gradient."""
            return np.exp(theta)

        def formula(self, family):
            """Its text."""
            return "exp(m)"

    own = testing.Family(
        "mine",
        {"m": testing.Range.LINE},
        lambda x, theta: -((x - np.sinh(theta[0])) ** 2) / 2,
        information=lambda theta: np.cosh(theta)[:, None] ** 2,
    )

    assert_equivariant_direction(rules.natural_gradient, own, examples=10)
    with pytest.raises(CounterexampleError, match=r"family     mine, m in R\n   loss       exp\(m\)"):
        assert_equivariant_direction(rules.gradient_descent, own, loss=Cost())
