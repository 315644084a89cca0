"""A chain that breaks or runs away is named with its step and its cause; a wall only rejects."""

from math import inf

import numpy as np
import pytest

from numeric.errors import MetricError
from numeric.langevin import methods
from numeric.langevin.corrections import divergence, riemannian_divergence
from numeric.langevin.errors import ChainError
from numeric.langevin.ornstein_uhlenbeck import OrnsteinUhlenbeck
from numeric.langevin.overdamped import Overdamped
from numeric.langevin.riemannian import Reading, Riemannian
from numeric.langevin.roots import FromMetric, FromRoot
from numeric.langevin.simulation import simulate
from numeric.langevin.square_root import SquareRoot


def run(name, dynamics, start, **options):
    return simulate(methods.load(name), dynamics, start, **{"step": 0.1, "steps": 90, "seed": 4} | options)


def cubic(theta, out):
    out[...] = theta**3


def linear(theta, out):
    np.copyto(out, theta)


def nothing(theta, out):
    out[...] = 0


def one(theta, out):
    out[...] = 1


def half_square(theta, out):
    np.copyto(out, theta[0] ** 2 / 2)


def torn(theta, out):
    """A loss that is NaN beyond 100, but not at the start 1000."""
    out[...] = np.where((np.abs(theta[0]) > 100) & (theta[0] != 1e3), np.nan, theta[0] ** 2 / 2)


def flat(gradient, T=1.0, **options):
    return Riemannian(gradient, FromRoot(one), 1.0, T, Reading.FLAT, **options)


# What breaks chain 15,000 alone: its start, and the step after which it is seen.  A cubic drift takes 1e3 to 1e8 and
# to 1e23, beyond 1e8 (1e3 + 1e8); e^30 takes 1e290 to 1e303 and to infinity; c chi'^2(k, U/c) asks for 1e308 / c.
BREAKS = {
    "euler_maruyama": (Overdamped(cubic, [[1.0]], 1.0, 1.0), 1e3, 2, 0.1),
    "exact_ornstein_uhlenbeck": (OrnsteinUhlenbeck([[-1.0]], [[1.0]], [0.0]), 1e290, 2, 30.0),
    "exact_square_root": (SquareRoot([1.0], 1.0, 1e-3), 1e308, 1, 0.1),
    "leimkuhler_matthews": (Overdamped(cubic, [[1.0]], 1.0, 1.0), 1e3, 2, 0.1),
    "mala": (Overdamped(linear, [[1.0]], 1.0, 1.0, loss=torn), 1e3, 1, 0.1),
    "riemannian_euler_maruyama": (flat(cubic), 1e3, 2, 0.1),
    "riemannian_mala": (flat(linear, loss=torn), 1e3, 1, 0.1),
}


@pytest.mark.parametrize("name", methods.names())
def test_a_chain_that_blows_up_is_named_with_its_step(name):
    """One chain of 20,000 breaks, in the second block or later; all others are sound."""
    dynamics, at, step, h = BREAKS[name]
    start = np.zeros((1, 20_000))
    start[0, 15_000] = at

    with pytest.raises(ChainError, match=f"chain 15000 .*step {step}") as caught:
        run(name, dynamics, start, step=h, steps=10)

    assert (caught.value.chain, caught.value.step) == (15_000, step)
    start[0, 15_000] = 0
    assert np.all(np.isfinite(run(name, dynamics, start, step=h, steps=10).end))


QUADRATIC = {
    "euler_maruyama": lambda T: Overdamped(linear, [[1.0]], 1.0, T),
    "leimkuhler_matthews": lambda T: Overdamped(linear, [[1.0]], 1.0, T),
    "riemannian_euler_maruyama": lambda T: flat(linear, T),
}


@pytest.mark.parametrize("name", QUADRATIC)
def test_a_step_beyond_stability_is_an_error_and_not_a_position(name):
    """At h = 3 a position doubles each step: 2^29 is the first above 1e8 (1 + 3).  At h = 1.9 none runs away."""
    with pytest.raises(ChainError, match=r"chain 0 ran away: step 29 .*stable for h eta") as caught:
        run(name, QUADRATIC[name](1e-12), np.ones((1, 50)), step=3.0, steps=100)

    assert (caught.value.chain, caught.value.step) == (0, 29)
    assert np.max(np.abs(run(name, QUADRATIC[name](1.0), np.zeros((1, 50)), step=1.9, steps=3000).end)) < 100


def test_a_saddle_is_an_error_and_not_a_position():
    """L = -theta^2/2 has no stationary law: from zero, noise alone sends the chains off."""

    def pushed(theta, out):
        np.negative(theta, out=out)

    with pytest.raises(ChainError, match="a saddle has no stationary law"):
        run("euler_maruyama", Overdamped(pushed, [[1.0]], 1.0, 1.0), np.zeros((1, 9)), steps=900)


def test_a_noncentrality_that_numpy_cannot_draw_is_an_error():
    """Below one degree of freedom NumPy draws a Poisson number first; from 1e300 it would come back near one."""
    with pytest.raises(ChainError, match="chain 1 "):
        run("exact_square_root", SquareRoot([0.3], 1.0, 0.7), np.array([[1.0, 1e300]]))


@pytest.mark.parametrize("name", ["euler_maruyama", "leimkuhler_matthews", "mala"])
def test_a_break_by_chance_is_found_again_at_the_step_where_it_was(name):
    """The block goes back and draws the same numbers: the same chain and step as when every step is looked at."""

    def torn_early(theta, out):
        out[...] = np.where(theta > 3.0, np.nan, theta)

    def half_square_torn(theta, out):
        out[...] = np.where(theta[0] > 3.0, np.nan, theta[0] ** 2 / 2)

    dynamics = Overdamped(torn_early, [[1.0]], 1.0, 1.0, loss=half_square_torn)
    found = []
    for every in (None, 1):
        with pytest.raises(ChainError) as caught:
            run(name, dynamics, np.zeros((1, 30)), steps=640, every=every)
        found.append((caught.value.chain, caught.value.step))

    assert found[0] == found[1]
    assert found[0][1] % 32 > 1  # not the first step after a look, where nothing need be restored


def bounded_loss(theta, out):
    """+inf outside the unit interval."""
    out[...] = np.where(np.abs(theta[0]) < 1, theta[0] ** 2 / 2, inf)


def bounded_slope(theta, out):
    out[...] = np.where(np.abs(theta) < 1, theta, np.nan)


def circle_root(theta, out):
    """G = 1 - theta^2: no metric outside the unit interval."""
    out[0] = np.sqrt(1 - theta**2)


def circle_metric(theta, out):
    out[0] = 1 / (1 - theta**2)


def torn_root(theta, out):
    """The same, NaN outside also for complex numbers, where 1 - theta^2 could be continued."""
    out[0] = np.where(np.abs(theta.real) < 1, np.sqrt(1 - theta**2), np.nan)


WALLED = {
    "mala": Overdamped(bounded_slope, [[1.0]], 1.0, 1.0, loss=bounded_loss),
    **{
        f"riemannian_mala, {what}, {reading.name}": Riemannian(
            bounded_slope, root, 1.0, 1.0, reading, loss=bounded_loss
        )
        for what, root in (
            ("root", FromRoot(circle_root)),
            ("metric", FromMetric(circle_metric)),
            ("torn root", FromRoot(torn_root)),
        )
        for reading in (Reading.FLAT, Reading.VOLUME)
    },
}


@pytest.mark.parametrize("name", WALLED)
def test_an_infinite_loss_is_a_wall_whatever_gradient_and_metric_are_beyond_it(name):
    """Gradient, root and divergence are NaN beyond the wall: proposals there are rejected, and no chain breaks."""
    found = run(name.split(",")[0], WALLED[name], np.full((1, 200), 0.5), step=0.3)

    assert np.max(np.abs(found.end)) < 1
    assert 0.3 < np.mean(found.accepted) < 0.95
    assert np.min(found.end) < -0.5 < 0.5 < np.max(found.end)


@pytest.mark.parametrize("name", ["mala", "riemannian_mala"])
def test_a_loss_that_is_nan_at_a_proposal_names_the_proposal_and_the_wall(name):
    """The advice is +inf outside the domain, not the Metropolis method that is running."""

    def torn_left(theta, out):
        out[...] = np.where(theta[0] < 0, np.nan, theta[0])

    dynamics = {
        "mala": Overdamped(one, [[1.0]], 1.0, 1.0, loss=torn_left),
        "riemannian_mala": flat(one, loss=torn_left),
    }[name]
    with pytest.raises(ChainError, match=r"and the proposal \[-.*Let the loss be \+inf") as caught:
        run(name, dynamics, np.full((1, 100), 0.5), step=0.3)

    assert "use a Metropolis" not in str(caught.value)


ROOTS = (FromRoot(circle_root), FromMetric(circle_metric), FromRoot(torn_root))


@pytest.mark.parametrize("root", ROOTS)
def test_a_metric_that_fails_at_a_proposal_is_named_and_the_run_is_not_lost_to_another_error(root):
    """The loss is finite beyond the unit interval, the metric is not one there: a named chain, step and place."""
    dynamics = Riemannian(linear, root, 1.0, 1.0, Reading.FLAT, loss=half_square)

    with pytest.raises(MetricError, match=r"chain \d+ cannot make step \d+: .*theta = \[-?1\.\d"):
        run("riemannian_mala", dynamics, np.full((1, 40), 0.9))


def square_root_of_the_same(theta, out):
    """1 - theta^2 as a root: negative, not NaN, outside the unit interval."""
    out[0] = 1 - theta**2


@pytest.mark.parametrize("reading", Reading, ids=lambda reading: reading.name)
@pytest.mark.parametrize(
    "root", [*ROOTS, FromRoot(square_root_of_the_same), FromMetric(square_root_of_the_same)]
)
def test_a_metric_that_stops_being_positive_is_named_with_chain_and_step(root, reading):
    """Euler-Maruyama steps over the edge of the domain; a start beyond it is refused at once."""
    dynamics = Riemannian(nothing, root, 1.0, 1.0, reading)

    with pytest.raises(MetricError, match=r"chain \d+ cannot make step \d+: .*(not positive|not finite)"):
        run("riemannian_euler_maruyama", dynamics, np.full((1, 40), 0.9))
    with pytest.raises(ArithmeticError, match=r"(not positive definite|the root is)"):
        run("riemannian_euler_maruyama", dynamics, np.full((1, 4), 1.1))


def test_a_correction_is_nan_just_where_it_is_not_defined():
    """G = 1 - theta^2 has divergence -2 theta and Riemannian divergence -theta, inside the unit interval."""
    theta = np.array([[0.3, 1.7, -0.8, 0.1, -2.0, 0.6]])
    inside = np.abs(theta) < 1
    for fill, slope in ((divergence, -2), (riemannian_divergence, -1)):
        found = np.empty_like(theta)
        fill(FromRoot(torn_root))(theta, found)

        assert np.allclose(found[inside], slope * theta[inside], rtol=1e-12)
        assert np.all(np.isnan(found[~inside]))


def test_a_correction_is_nan_where_the_metric_is_singular():
    """A metric that is zero on the left: its inverse does not exist there, and is 1 / (1 + theta^2) on the right."""

    def half_zero(theta, out):
        out[0] = np.where(theta.real < 0, 0, 1 + theta**2)

    theta, found = np.array([[0.3, -1.7, 0.8]]), np.empty((1, 3))
    divergence(FromMetric(half_zero))(theta, found)

    assert np.allclose(found[0, [0, 2]], (-2 * theta / (1 + theta**2) ** 2)[0, [0, 2]], rtol=1e-12)
    assert np.isnan(found[0, 1])
