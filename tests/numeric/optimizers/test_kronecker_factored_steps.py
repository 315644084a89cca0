"""K-FAC and EKFAC against dense Fisher blocks: 7 examples, 3 outputs, 5 inputs, so that no two sizes agree."""

import numpy as np
import pytest

from numeric.errors import EmptyError, ShapeError
from numeric.optimizers.errors import HyperparameterError
from numeric.optimizers.methods.ekfac import EKFAC
from numeric.optimizers.methods.kfac import KFAC, Damping
from numeric.solvers.errors import SingularFactorError

N, m, n = 7, 3, 5
RATE, LAMBDA = 0.6, 0.21


def batch(seed, count=N):
    """Inputs, output gradients, the gradients of single examples and a gradient to be preconditioned."""
    rng = np.random.default_rng(seed)
    a, g = rng.normal(size=(count, n)) + 0.7, 0.8 * rng.normal(size=(count, m)) - 0.3
    return a.T @ a / count, g.T @ g / count, np.einsum("ni,nj->nij", g, a), rng.normal(size=(m, n))


def columns(V):
    return V.T.ravel()


def matrix(v):
    return v.reshape(n, m).T


def dense(product, V):
    """The solution of a dense system with columns stacked."""
    return matrix(np.linalg.solve(product, columns(V)))


def pi_damped(A, G):
    pi = np.sqrt((np.trace(A) / n) / (np.trace(G) / m))
    root = np.sqrt(LAMBDA)
    return np.kron(A + pi * root * np.eye(n), G + root / pi * np.eye(m))


@pytest.mark.parametrize("form", Damping)
def test_the_first_step_of_kfac_uses_the_first_factors_whole(form):
    """W - eta [A (x) G + damping]^-1 dL/dW for both forms of damping, with no factor (1 - decay)."""
    A, G, _, V = batch(1)
    method, W = KFAC(RATE, LAMBDA, 0.9, form), np.full((m, n), 0.4)

    state, report = method.step(method.init(W), gradient=V, input_moment=A, output_moment=G)

    exact = form is Damping.EXACT
    product = np.kron(A, G) + LAMBDA * np.eye(m * n) if exact else pi_damped(A, G)
    np.testing.assert_allclose(W - RATE * dense(product, V), state.parameters, rtol=1e-11)
    assert report.notes["residual"] < 1e-12


def test_averages_are_means_until_the_decay_takes_over():
    """With decay 0.6 the shares kept are 0, 1/2, 0.6, 0.6."""
    batches = [batch(seed) for seed in range(4)]
    method = KFAC(RATE, LAMBDA, 0.6, Damping.EXACT)
    state, A, G, W = method.init(np.zeros((m, n))), 0, 0, 0

    for share, (A_t, G_t, _, V) in zip([0, 0.5, 0.6, 0.6], batches, strict=True):
        A, G = share * A + (1 - share) * A_t, share * G + (1 - share) * G_t
        W = W - RATE * dense(np.kron(A, G) + LAMBDA * np.eye(m * n), V)
        state, _ = method.step(state, gradient=V, input_moment=A_t, output_moment=G_t)

    np.testing.assert_allclose(A, state.memory["input_average"], rtol=1e-13)
    np.testing.assert_allclose(W, state.parameters, rtol=1e-9)


def test_stale_factors_are_used_until_the_next_refresh():
    """With a period of 2 the second step inverts the first factors, the third the average of three."""
    batches = [batch(seed) for seed in range(3)]
    method = KFAC(RATE, LAMBDA, 0.9, Damping.EXACT, period=2)
    state = method.init(np.zeros((m, n)))
    used = []

    for A_t, G_t, _, V in batches:
        before = state.parameters
        state, _ = method.step(state, gradient=V, input_moment=A_t, output_moment=G_t)
        used.append((before - state.parameters) / RATE)

    first = np.kron(batches[0][0], batches[0][1])
    third = np.kron(*(np.mean([b[i] for b in batches], axis=0) for i in (0, 1)))
    np.testing.assert_allclose(dense(first + LAMBDA * np.eye(m * n), batches[1][3]), used[1], rtol=1e-10)
    np.testing.assert_allclose(dense(third + LAMBDA * np.eye(m * n), batches[2][3]), used[2], rtol=1e-10)


def block_and_basis(A, G, D):
    """The Fisher block with columns stacked, and the Kronecker basis."""
    F = np.mean([np.outer(columns(d), columns(d)) for d in D], axis=0)
    Q = np.kron(np.linalg.eigh(A)[1], np.linalg.eigh(G)[1])
    return F, Q


def test_ekfac_keeps_the_diagonal_of_the_fisher_block_in_the_kronecker_basis():
    """Against the dense block: Q diag(Q^T F Q) Q^T + lambda I."""
    A, G, D, V = batch(1)
    F, Q = block_and_basis(A, G, D)
    method = EKFAC(RATE, LAMBDA)
    W = np.full((m, n), 0.4)

    state, _ = method.step(method.init(W), gradient=V, input_moment=A, output_moment=G, example_gradients=D)

    kept = (Q * np.diag(Q.T @ F @ Q)) @ Q.T
    expected = W - RATE * dense(kept + LAMBDA * np.eye(m * n), V)
    np.testing.assert_allclose(expected, state.parameters, rtol=1e-10)
    np.testing.assert_allclose(np.diag(Q.T @ F @ Q), columns(state.memory["scales"]), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("seed", range(5))
def test_ekfac_is_nearer_to_the_block_than_kfac(seed):
    """In Frobenius norm, strictly for generic examples."""
    A, G, D, V = batch(seed)
    F, Q = block_and_basis(A, G, D)
    method = EKFAC(RATE, LAMBDA)

    state, _ = method.step(
        method.init(0 * V), gradient=V, input_moment=A, output_moment=G, example_gradients=D
    )

    corrected = (Q * columns(state.memory["scales"])) @ Q.T
    assert np.linalg.norm(F - corrected) < np.linalg.norm(F - np.kron(A, G)) - 1e-3


def test_with_one_example_both_are_the_exact_damped_natural_gradient():
    """The block of one example is a Kronecker product: (F + lambda I)^-1 dL/dW."""
    A, G, D, V = batch(2, count=1)
    F, _ = block_and_basis(A, G, D)
    expected = -RATE * dense(F + LAMBDA * np.eye(m * n), V)
    kfac, ekfac = KFAC(RATE, LAMBDA, form=Damping.EXACT), EKFAC(RATE, LAMBDA)
    factors = {"gradient": V, "input_moment": A, "output_moment": G}

    one, _ = kfac.step(kfac.init(0 * V), **factors)
    other, _ = ekfac.step(ekfac.init(0 * V), **factors, example_gradients=D)

    np.testing.assert_allclose(expected, one.parameters, rtol=1e-10)
    np.testing.assert_allclose(expected, other.parameters, rtol=1e-10)


def test_a_stale_basis_has_its_scales_averaged_and_a_new_one_starts_them_anew():
    """With a period of 2 and decay 0.9: whole, half and half, whole."""
    batches = [batch(seed) for seed in range(3)]
    method = EKFAC(RATE, LAMBDA, 0.9, period=2)
    state, seen = method.init(np.zeros((m, n))), []

    for A_t, G_t, D, V in batches:
        state, _ = method.step(state, gradient=V, input_moment=A_t, output_moment=G_t, example_gradients=D)
        seen.append(state.memory)

    def scales(k, memory):
        return np.mean((memory["output_basis"].T @ batches[k][2] @ memory["input_basis"]) ** 2, axis=0)

    assert np.array_equal(seen[0]["input_basis"], seen[1]["input_basis"])
    half = (scales(0, seen[0]) + scales(1, seen[0])) / 2
    np.testing.assert_allclose(half, seen[1]["scales"], rtol=1e-12)
    np.testing.assert_allclose(scales(2, seen[2]), seen[2]["scales"], rtol=1e-12)


def test_singular_factors_without_damping_no_examples_and_vectors_are_refused():
    """Each by name."""
    A, G, D, V = batch(3, count=2)  # two examples in five dimensions
    kfac, ekfac = KFAC(RATE, 0.0, form=Damping.EXACT), EKFAC(RATE, 0.0)
    factors = {"gradient": V, "input_moment": A, "output_moment": G}

    with pytest.raises(SingularFactorError, match="raise the damping"):
        kfac.step(kfac.init(V), **factors)
    with pytest.raises(SingularFactorError, match="no example has a gradient"):
        ekfac.step(ekfac.init(V), **factors, example_gradients=D)
    with pytest.raises(EmptyError, match="examples"):
        ekfac.step(ekfac.init(V), **factors, example_gradients=D[:0])
    with pytest.raises(ShapeError, match="one state for each layer"):
        kfac.init(np.ones(4))
    with pytest.raises(HyperparameterError, match=r"damping = 0\.0"):
        KFAC(RATE, 0.0, form=Damping.FACTORED)
    with pytest.raises(HyperparameterError, match=r"decay = 1\.0"):
        KFAC(RATE, LAMBDA, 1.0)
