"""What problems measure is what the kernels give, and layers are put together as they should be."""

import numpy as np
import pytest
from scipy.optimize import minimize

from numeric.curvature import block_diagonal, empirical_fisher, exact_signals, expand, fisher, loss_hessian
from numeric.experiments.control import PolicyProblem, best_return, random_process
from numeric.experiments.layerwise import Layerwise
from numeric.experiments.methods import DECAY, damped, kfac
from numeric.experiments.tasks import classes, logistic, regression, softplus_regression
from numeric.networks import flatten, gradient, loss, unflatten
from numeric.optimizers.contract import needs
from numeric.optimizers.methods.gradient_descent import GradientDescent
from numeric.optimizers.methods.kfac import KFAC, Damping
from numeric.policies import Tabular, expected_return


def network(**more):
    """A small problem: 4 inputs, 5 and 3 outputs, 23 examples, no two sizes equal."""
    return classes(7, widths=(4, 5, 3), count=23, spread=3.0, part=0.5, **more)


def test_matrices_are_those_of_the_kernels():
    """Fisher matrix, empirical matrix and Hessian at the start."""
    p = network()
    data = p.x, p.y

    found = p.measure(("metric", "empirical", "hessian", "gradient"), p.start, 0)

    np.testing.assert_allclose(found["metric"], fisher(p.network, p.start, p.x), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(found["empirical"], empirical_fisher(p.network, p.start, data), rtol=1e-12)
    np.testing.assert_allclose(found["hessian"], loss_hessian(p.network, p.start, data), rtol=1e-12)
    np.testing.assert_allclose(found["gradient"], gradient(p.network, p.start, *data), rtol=1e-12)


def test_ekfacs_examples_have_the_fisher_blocks_for_their_mean_square():
    """With S gradients for each example, the mean over all of D^2 is the diagonal of the Fisher matrix."""
    p = network()

    found = p.measure(("example_gradients",), p.start, 0)["example_gradients"]

    squares = np.concatenate([np.mean(D**2, axis=0).ravel() for D in found])
    np.testing.assert_allclose(squares, np.diag(fisher(p.network, p.start, p.x)), rtol=1e-10)


def test_batches_depend_on_seed_and_step_alone():
    """The same step gives the same examples, another step others, and none twice."""
    p = network(batch=10)

    first, again, other = (p.data(step)[0] for step in (3, 3, 4))

    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert len(np.unique(first, axis=0)) == 10


def test_drawn_factors_differ_from_exact_ones_and_repeat_with_the_step():
    """Labels drawn from the model give another G, the same for the same step."""
    p = network(sampled=True)

    one, again, other = (
        p.measure(("output_moment",), p.start, step)["output_moment"][0] for step in (0, 0, 1)
    )
    exact = network().measure(("output_moment",), p.start, 0)["output_moment"][0]

    np.testing.assert_array_equal(one, again)
    assert np.max(np.abs(one - other)) > 1e-3 * np.max(exact)
    assert np.max(np.abs(one - exact)) > 1e-3 * np.max(exact)


def test_layers_together_take_the_step_of_the_whole():
    """Gradient descent layer by layer is gradient descent."""
    p = network()
    g = p.measure(("gradient",), p.start, 0)["gradient"]
    layered = Layerwise(GradientDescent(0.3), p.network.shapes)

    after, report = layered.step(layered.init(p.start), gradient=g)

    np.testing.assert_allclose(after.parameters, p.start - 0.3 * g, rtol=1e-14)
    assert report.slope == pytest.approx(-0.3 * g @ g, rel=1e-12)
    assert needs(layered) == ("gradient",)


def test_layered_kfac_solves_with_the_block_diagonal_product():
    """With damping on the product, the first step is -rate (diag(G (x) A) + lambda)^-1 g."""
    p = network()
    layered = Layerwise(KFAC(0.7, 0.2, DECAY, Damping.EXACT), p.network.shapes)
    found = p.measure(needs(layered), p.start, 0)

    after, _ = layered.step(layered.init(p.start), **found)

    product = block_diagonal([expand(s).rows() for s in exact_signals(p.network, p.start, p.x)])
    step = np.linalg.solve(product + 0.2 * np.eye(p.start.size), found["gradient"])
    np.testing.assert_allclose(after.parameters, p.start - 0.7 * step, rtol=1e-9, atol=1e-12)


def test_methods_ask_for_what_problems_measure():
    """Every name that K-FAC or another metric asks for is answered."""
    p = network()

    for method in (kfac(p.network.shapes, 0.1), damped(0.1, metric="ekfac"), damped(0.1, metric="sampled")):
        asked = [method.measured.get(name, name) for name in needs(method.make(1.0))]
        assert set(asked) == set(p.measure(asked, p.start, 0))


@pytest.mark.parametrize("make", [logistic, softplus_regression])
def test_the_target_lies_above_a_point_of_rest(make):
    """What the target is reckoned from is the minimum that SciPy's BFGS finds."""
    more = {"deviation": 0.2} if make is softplus_regression else {}

    p = make(3, width=2, count=40, spread=2.0, gap=0.01, **more)
    close = make(3, width=2, count=40, spread=2.0, gap=0.0, **more)

    # target = L* + gap (L_0 - L*) for both.
    first = p.loss(p.start)
    assert p.target == pytest.approx(close.target + 0.01 * (first - close.target), rel=1e-12)
    assert close.target < p.target < first
    least = minimize(p.loss, p.start, jac=lambda t: gradient(p.network, t, p.x, p.y), tol=1e-8).fun
    assert close.target == pytest.approx(least, abs=1e-6 * (first - least))


def test_a_misjudged_noise_changes_the_model_and_not_the_data():
    """The assumed deviation enters the likelihood; labels stay the same."""
    true, wrong = (
        regression(2, widths=(2, 3, 1), count=9, spread=1.0, deviation=0.4, gap=0.1, assumed=assumed)
        for assumed in (None, 0.1)
    )

    np.testing.assert_array_equal(true.y, wrong.y)
    assert float(loss(true.network, true.start, true.x, true.y)) != pytest.approx(wrong.loss(true.start))


def test_the_best_return_is_that_of_the_best_of_all_deterministic_policies():
    """Policy iteration against a look at all eight policies of three states and two actions, in eight processes."""
    missed = 0
    for seed in range(8):
        process = random_process(seed, states=3, actions=2, discount=0.8, branches=2)

        every = [
            float(expected_return(process, np.eye(2)[[a, b, c]]))
            for a in (0, 1)
            for b in (0, 1)
            for c in (0, 1)
        ]

        assert best_return(process) == pytest.approx(max(every), rel=1e-12)
        greedy = float(expected_return(process, np.eye(2)[np.argmax(process.rewards, axis=1)]))
        missed += greedy < max(every) - 1e-6
    assert missed > 0  # where policy iteration starts is not always where it must end


def test_a_policys_gradient_is_the_slope_of_its_loss():
    """Central differences of -J agree with the gradient to their order."""
    process = random_process(2, states=3, actions=2, discount=0.7, branches=2)
    p = PolicyProblem(process, Tabular(3, 2), np.linspace(-0.4, 0.5, 6), 0.5)

    g = p.measure(("gradient",), p.start, 0)["gradient"]

    h = 1e-5
    slopes = [(p.loss(p.start + h * e) - p.loss(p.start - h * e)) / (2 * h) for e in np.eye(6)]
    np.testing.assert_allclose(g, slopes, atol=1e-8)


def test_the_last_matrix_is_cut_where_the_shapes_say():
    """Cutting and joining gives theta back, so that no layer loses an entry."""
    p = network()

    np.testing.assert_array_equal(flatten(unflatten(p.start, p.network.shapes)), p.start)
