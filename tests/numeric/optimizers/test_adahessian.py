"""AdaHessian squares the diagonal; printed without the square, it takes roots that need not exist."""

from itertools import product

import numpy as np
import pytest

from numeric.errors import EmptyError
from numeric.optimizers.errors import NegativeRootError
from numeric.optimizers.hutchinson import diagonal, random_signs
from numeric.optimizers.methods.adahessian import AdaHessian
from numeric.optimizers.methods.adahessian_unsquared import UnsquaredAdaHessian
from numeric.optimizers.methods.adam import Adam
from numeric.spectra import random_spd


def test_two_steps_as_published():
    """With b1 = 1/2, b2 = 3/4, alpha = 0.3, epsilon = 1/2 and a negative curvature among the diagonal."""
    # t = 1:  m^ = (3, -4),  v^ = (4, 36), roots (2, 6):  0.3 (3/2.5, -4/6.5).
    # t = 2:  m = (3/4 + 1/2, -1 + 1) = (5/4, 0), over 3/4: (5/3, 0);
    #         v = 3/4 (4, 36)/4 + (16, 1)/4 = (19/4, 7), over 7/16: (76/7, 16).
    method = AdaHessian(0.3, 0.5, 0.75, 0.5)

    first, _ = method.step(method.init([2.0, 5.0]), gradient=[3.0, -4.0], diagonal=[2.0, -6.0])
    second, _ = method.step(first, gradient=[1.0, 2.0], diagonal=[-4.0, 1.0])

    one = np.array([2 - 0.3 * 3 / 2.5, 5 + 0.3 * 4 / 6.5])
    np.testing.assert_allclose(one, first.parameters, rtol=1e-14)
    two = one - 0.3 * np.array([5 / 3 / (np.sqrt(76 / 7) + 0.5), 0])
    np.testing.assert_allclose(two, second.parameters, rtol=1e-14)


def test_it_is_adam_where_the_diagonal_is_the_gradient():
    """Only the second moment differs between the two."""
    hessian, adam = AdaHessian(0.3, 0.7, 0.9, 1e-3), Adam(0.3, 0.7, 0.9, 1e-3)
    mine, theirs = hessian.init([2.0, 5.0]), adam.init([2.0, 5.0])

    for g in np.random.default_rng(2).normal(size=(4, 2)):
        mine, _ = hessian.step(mine, gradient=g, diagonal=g)
        theirs, _ = adam.step(theirs, gradient=g)

    assert np.array_equal(theirs.parameters, mine.parameters)


def test_one_step_without_the_square():
    """v = (1 - 3/4) (8, 2) = (2, 1/2), not corrected; epsilon = 1/2 is under the root: sqrt(5/2) and 1."""
    method = UnsquaredAdaHessian(0.3, 0.75, 0.5)

    state, _ = method.step(method.init([2.0, 5.0]), gradient=[3.0, -4.0], diagonal=[8.0, 2.0])

    np.testing.assert_allclose([2 - 0.9 / np.sqrt(2.5), 5 + 1.2], state.parameters, rtol=1e-14)


def test_the_root_of_a_negative_average_is_an_error_that_says_how_negative():
    """After (8, 2) the diagonal (4, -6) gives v = 3/4 (2, 1/2) + (4, -6)/4 = (5/2, -9/8): -5/8 with epsilon."""
    method = UnsquaredAdaHessian(0.3, 0.75, 0.5)
    state, _ = method.step(method.init([2.0, 5.0]), gradient=[3.0, -4.0], diagonal=[8.0, 2.0])

    with pytest.raises(NegativeRootError, match=r"-0\.625 at index \(1,\)") as caught:
        method.step(state, gradient=[1.0, 1.0], diagonal=[4.0, -6.0])

    assert pytest.approx(-0.625) == caught.value.value


def test_the_two_scale_differently_with_the_curvature():
    """A loss 16 times as large: published steps stay, the others grow by 16 / sqrt 16 (epsilon aside)."""
    published, printed = AdaHessian(0.3, 0.5, 0.75, 1e-12), UnsquaredAdaHessian(0.3, 0.75, 1e-12)
    steps = {}
    for scale in (1.0, 16.0):
        arguments = {"gradient": [3.0 * scale], "diagonal": [2.0 * scale]}
        steps[scale] = [m.step(m.init([7.0]), **arguments)[1].length for m in (published, printed)]

    assert pytest.approx(steps[1.0][0]) == steps[16.0][0]
    assert pytest.approx(4 * steps[1.0][1]) == steps[16.0][1]


def test_the_mean_over_all_signs_is_the_diagonal_exactly():
    """All 32 sign vectors of dimension five, on a full matrix."""
    H = random_spd(np.random.default_rng(4), 5)

    found = diagonal(lambda v: H @ v, np.array(list(product([-1.0, 1.0], repeat=5))))

    np.testing.assert_allclose(np.diag(H), found, rtol=1e-12)


def test_the_variance_of_one_draw_is_the_squared_rest_of_the_row():
    """Over all signs, var D_i = sum over j != i of H_ij^2."""
    H = random_spd(np.random.default_rng(4), 5)
    draws = [diagonal(lambda v: H @ v, np.array([z])) for z in product([-1.0, 1.0], repeat=5)]

    np.testing.assert_allclose(np.sum(H**2, axis=1) - np.diag(H) ** 2, np.var(draws, axis=0), rtol=1e-10)


def test_one_draw_is_exact_for_a_diagonal_matrix_and_none_is_refused():
    """z (H z) = diag(H) z^2."""
    signs = random_signs(np.random.default_rng(1), 3, count=1)

    assert np.array_equal([2, -5, 7], diagonal(lambda v: np.array([2.0, -5.0, 7.0]) * v, signs))
    with pytest.raises(EmptyError, match="draws"):
        random_signs(np.random.default_rng(1), 3, count=0)
    with pytest.raises(EmptyError, match="draws"):
        diagonal(lambda v: v, np.zeros((0, 3)))
