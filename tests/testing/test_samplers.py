"""Stationarity and reversibility: exact kernels pass, wrong ones are excluded at the level, few draws do not tell."""

from __future__ import annotations

import numpy as np
import pytest

from fisherproof.testing import Feature, assert_detailed_balance, assert_stationary
from fisherproof.testing.errors import ContractError, CounterexampleError, UndecidedError
from fisherproof.testing.features import standard, values

TURN = np.array([[0.8, -0.6], [0.6, 0.8]])


def normal(rng, count):
    """Standard normal numbers."""
    return rng.normal(size=count)


def plane(rng, count):
    """Standard normal points of the plane."""
    return rng.normal(size=(count, 2))


def three(rng, count):
    """The numbers 0, 1, 2 with equal probabilities."""
    return rng.integers(0, 3, count)


def exact(rng, x):
    """The exact transition of the Ornstein-Uhlenbeck process: reversible."""
    return 0.75 * x + np.sqrt(1 - 0.75**2) * rng.normal(size=x.shape)


def euler(rng, x):
    """Its Euler-Maruyama step at h = 1/4: the variance after one step is (3/4)^2 + 1/2 = 17/16, at last 8/7."""
    return x - 0.25 * x + np.sqrt(0.5) * rng.normal(size=x.shape)


def metropolis(rng, x):
    """A random walk with the ratio of densities."""
    y = x + 1.5 * rng.normal(size=x.shape)
    return np.where(np.log(rng.random(x.shape)) < (x**2 - y**2) / 2, y, x)


def too_eager(rng, x):
    """The same without the half."""
    y = x + 1.5 * rng.normal(size=x.shape)
    return np.where(np.log(rng.random(x.shape)) < x**2 - y**2, y, x)


def turning(rng, x):
    """The exact transition, turned in the plane: stationary, not reversible."""
    return exact(rng, x) @ TURN.T


def cycling(rng, x):
    """One of three further with probability 0.7, else there again: stationary, not reversible."""
    return (x + (rng.random(x.shape) < 0.7)) % 3


@pytest.mark.parametrize(
    ("kernel", "draw"), [(exact, normal), (metropolis, normal), (turning, plane), (cycling, three)]
)
def test_kernels_that_keep_the_law_pass(kernel, draw):
    """Of the line, of the plane, of three points."""
    assert_stationary(kernel, draw, effect=0.02)


@pytest.mark.parametrize("kernel", [euler, too_eager])
def test_kernels_of_another_law_fail(kernel):
    """The interval, the draws and the level are printed."""
    with pytest.raises(
        CounterexampleError, match=r"f = cos\(x\), lies in \[.*at level 1e-07; it should be 0"
    ):
        assert_stationary(kernel, normal)


def test_an_interval_holds_the_truth():
    """E[cos x'] - E[cos x] = exp(-17/32) - exp(-1/2) = -0.0187 after one Euler step."""
    with pytest.raises(CounterexampleError) as caught:
        assert_stationary(euler, normal)

    low, high = (float(x) for x in str(caught.value).split("lies in [")[1].split("]")[0].split(", "))
    assert low < np.exp(-17 / 32) - np.exp(-1 / 2) < high < 0


def test_steps_make_a_bias_visible():
    """At an effect of 0.05 one step is within it; after twenty, exp(-4/7) - exp(-1/2) = -0.042 is not."""
    assert_stationary(euler, normal, effect=0.05)
    with pytest.raises(CounterexampleError, match="steps=20"):
        assert_stationary(euler, normal, effect=0.05, steps=20)


@pytest.mark.parametrize(("kernel", "draw"), [(exact, plane), (metropolis, normal)])
def test_reversible_kernels_pass(kernel, draw):
    """In detailed balance with their laws."""
    assert_detailed_balance(kernel, draw, effect=0.03)


@pytest.mark.parametrize(("kernel", "draw"), [(turning, plane), (cycling, three), (too_eager, normal)])
def test_kernels_that_are_not_reversible_fail(kernel, draw):
    """Two that keep the law and turn, one that does not keep it."""
    with pytest.raises(CounterexampleError, match=f"{kernel.__name__} is not reversible"):
        assert_detailed_balance(kernel, draw)


@pytest.mark.parametrize("assertion", [assert_stationary, assert_detailed_balance])
def test_few_draws_are_undecided(assertion):
    """A thousand show nothing of the size of a hundredth, of a right kernel or of one off by two."""
    for kernel in (exact, euler):
        with pytest.raises(UndecidedError, match="raise most_draws"):
            assertion(kernel, normal, most_draws=1000)


def test_a_kernel_with_memory_is_undecided_or_fails():
    """Draws of a law that drifts are not independent draws of one."""
    state = np.zeros(1)

    def drifting(rng, x):
        state[0] += 1
        return x + (3.0 if state[0] > 12 else 0.0) + 0 * rng.random()

    with pytest.raises(UndecidedError, match="not independent of one law"):
        assert_stationary(
            drifting, normal, features=[Feature("level", lambda x: np.where(x > 1, 1.0, -1.0))], effect=0.001
        )


def test_seeds_decide():
    """One seed gives one report."""
    reports = []
    for seed in (4, 4, 5):
        with pytest.raises(CounterexampleError) as caught:
            assert_stationary(euler, normal, seed=seed)
        reports.append(str(caught.value))

    assert reports[0] == reports[1]
    assert reports[0] != reports[2]
    assert "seed=5" in reports[2]


def test_own_features_are_used_and_checked():
    """A kernel that flips signs keeps every even feature; odd ones, and larger ones, are what they are."""

    def flip(rng, x):
        return np.abs(x)

    even = Feature("cos(x)", np.cos)
    assert_stationary(flip, normal, features=[even])
    with pytest.raises(CounterexampleError, match="f = the sign"):
        assert_stationary(flip, normal, features=[even, Feature("the sign", np.sign)])
    with pytest.raises(ContractError, match=r"\[-1, 1\]"):
        assert_stationary(exact, normal, features=[Feature("x", lambda x: x)])
    with pytest.raises(ContractError, match="no features"):
        assert_stationary(exact, normal, features=[])


def test_standard_features_are_on_the_scale_of_the_law():
    """Centre and scale are short numbers near those of the sample, and pairs of neighbours are there."""
    pilot = np.random.default_rng(0).normal([3.0, -5.0], [8.0, 0.25], size=(4000, 2))

    found = standard(pilot)

    assert [one.text for one in found[:2]] == ["sin((x[0] - 2)/8)", "cos((x[0] - 2)/8)"]
    assert found[-1].text == "cos((x[0] - 2)/8 + 4*(x[1] + 5))"
    assert len(found) == 6
    expected = np.sin((pilot[:, 0] - 2) / 8)
    np.testing.assert_allclose(expected, values(found, pilot)[:, 0])


@pytest.mark.parametrize(
    "options",
    [{"effect": 0.0}, {"effect": 1.5}, {"level": 0.0}, {"level": 1.0}, {"most_draws": 0}, {"steps": 0}],
)
def test_options_without_meaning_are_refused(options):
    """No effect, no level, no draws, no steps."""
    with pytest.raises(ContractError):
        assert_stationary(exact, normal, **options)


@pytest.mark.parametrize(
    ("kernel", "draw"),
    [
        (lambda rng, x: x[:-1], normal),
        (lambda rng, x: x / 0 if np.ndim(x) > 1 else np.full_like(x, np.nan), normal),
        (exact, lambda rng, count: rng.normal(size=count + 1)),
        (exact, lambda rng, count: np.full(count, np.inf)),
    ],
)
def test_states_of_another_shape_or_without_end_are_refused(kernel, draw):
    """From the kernel, or from what draws the law."""
    with pytest.raises(ContractError):
        assert_stationary(kernel, draw)
