"""Systems and eigenvalues of curvature matrices, against SciPy's solvers of dense matrices.

A network with a hidden layer, eleven examples of three classes at temperature 1.7; damping 0.3.  Its Fisher matrix
is singular: every move of all logits together is a null vector.
"""

import numpy as np
import pytest
from scipy.linalg import block_diag, pinvh, solve, solve_sylvester
from scipy.sparse.linalg import LinearOperator, cg, eigsh

from numeric.agreement import digits_agreed
from numeric.curvature import (
    block_diagonal,
    ekfac,
    exact_signals,
    expand,
    factored,
    fisher,
    fisher_blocks,
    kfac_basis,
)
from numeric.distributed import Serial, mean, split, statistics
from numeric.networks import TANH, Categorical, Dense, Network, fisher_product, jacobians
from numeric.networks.network import evaluate
from numeric.solvers.clipping import truncated_solve
from numeric.solvers.conjugate_gradients import conjugate_gradients
from numeric.solvers.direct import cholesky_solve
from numeric.solvers.kronecker import damped_solve, factored_solve
from numeric.solvers.lanczos import lanczos
from numeric.solvers.power import power_iteration
from numeric.solvers.woodbury import woodbury_solve

N, C, DAMPING = 11, 3, 0.3
NETWORK = Network((Dense(4, 5), TANH, Dense(5, C)), Categorical(C, 1.7))
RNG = np.random.default_rng(5)
THETA, X = RNG.normal(size=NETWORK.size), RNG.normal(size=(N, 4))
g = RNG.normal(size=NETWORK.size)
F = fisher(NETWORK, THETA, X)
DAMPED = F + DAMPING * np.eye(NETWORK.size)
SHARDS = split(X, sizes=(2, 6, 3))


def local(v):
    """F v on one machine."""
    return fisher_product(NETWORK, THETA, X, v)


def spread(v):
    """F v from three shards of unequal size."""
    return mean(statistics.fisher_times(v), NETWORK, THETA, SHARDS, executor=Serial())[0]


@pytest.mark.parametrize("product", [local, spread])
def test_the_natural_gradient_by_products_is_scipys(product):
    """(F + 0.3 Id)^-1 g: conjugate gradients without F, against a dense solution and against SciPy's iterates."""
    seen = []
    cg(DAMPED, g, rtol=1e-14, maxiter=4, callback=lambda x: seen.append(x.copy()))

    def damped(v):
        return product(v) + DAMPING * v

    assert digits_agreed(seen[-1], conjugate_gradients(damped, g, limit=4).solution) > 12
    found = conjugate_gradients(damped, g, tolerance=1e-13).solution
    assert digits_agreed(solve(DAMPED, g, assume_a="pos"), found) > 11


def test_direct_and_low_rank_solutions_are_scipys():
    """Cholesky of the Fisher matrix, and Woodbury with its roots J_n^T B_n / sqrt(N), of rank 33 at most."""
    expected = solve(DAMPED, g, assume_a="pos")
    root = NETWORK.likelihood.root(evaluate(NETWORK, THETA, X).outputs)
    U = np.concatenate(np.swapaxes(jacobians(NETWORK, THETA, X), 1, 2) @ root, axis=1) / np.sqrt(N)

    assert U.shape == (NETWORK.size, N * C)
    assert digits_agreed(expected, cholesky_solve(F, g, damping=DAMPING).solution) > 12
    assert digits_agreed(expected, woodbury_solve(U, g, damping=DAMPING).solution) > 12


def test_without_small_eigenvalues_the_solution_is_scipys_pseudo_inverse():
    """Eigenvalues below 1e-3 are removed; SciPy's cutoff is on their moduli."""
    expected = pinvh(F, atol=1e-3, rtol=0) @ g

    assert digits_agreed(expected, truncated_solve(F, g, cutoff=1e-3).solution) > 10


@pytest.mark.parametrize("product", [local, spread])
@pytest.mark.parametrize("method", [lanczos, power_iteration])
def test_the_largest_eigenvalue_by_products_is_that_of_arpack(method, product):
    """Lanczos and power iteration within their own error of SciPy's eigsh on the same operator."""
    operator = LinearOperator(F.shape, matvec=local, dtype=float)
    expected = eigsh(operator, k=1, which="LA", tol=1e-13, v0=np.ones(len(F)))[0][0]

    found = method(product, len(F), np.random.default_rng(6), tolerance=1e-7)

    assert abs(expected - found.value) <= found.error + 1e-12 * expected
    assert found.error <= 1e-7 * expected


def test_tikhonov_damping_of_a_product_is_scipys_sylvester_equation():
    """G X A + 0.3 X = V is X A + 0.3 G^-1 X = G^-1 V, which Bartels and Stewart's algorithm solves."""
    for signals in exact_signals(Network((Dense(4, C),), NETWORK.likelihood), THETA[:15], X):
        factors = expand(signals)
        G = factors.G + 0.1 * np.eye(C)  # scores of classes add up to zero, which leaves G singular
        V = RNG.normal(size=factors.shape)

        expected = solve_sylvester(DAMPING * np.linalg.inv(G), factors.A, np.linalg.solve(G, V))

        assert digits_agreed(expected, damped_solve(factors.A, G, V, damping=DAMPING).solution) > 12


def test_damped_blocks_are_scipys_dense_solutions():
    """K-FAC with both dampings, and EKFAC, of both layers, against the dense matrices by rows."""
    for signals in exact_signals(NETWORK, THETA, X):
        pair, V = expand(signals), RNG.normal(size=expand(signals).shape)
        Id = DAMPING * np.eye(V.size)

        def dense(matrix, V=V):
            return solve(matrix, V.ravel(), assume_a="pos").reshape(V.shape)

        assert digits_agreed(dense(pair.rows() + Id), kfac_basis(pair).damped(DAMPING).solve(V)) > 12
        both = dense(factored(pair, damping=DAMPING).rows())
        assert digits_agreed(both, factored(pair, damping=DAMPING).solve(V)) > 12
        assert digits_agreed(both, factored_solve(pair.A, pair.G, V, damping=DAMPING).solution) > 12
        basis = ekfac(pair, signals)
        assert digits_agreed(dense(basis.rows() + Id), basis.damped(DAMPING).solve(V)) > 12


def test_blocks_of_shards_put_together_are_scipys_block_diagonal():
    """Local blocks of 2, 6 and 3 examples, their weighted means, and the parts of F they are."""
    found = mean(statistics.fisher_blocks, NETWORK, THETA, SHARDS, executor=Serial())
    expected = block_diag(F[:25, :25], F[25:, 25:])

    assert digits_agreed(expected, block_diagonal(found)) > 14
    assert digits_agreed(block_diag(*fisher_blocks(NETWORK, THETA, X)), block_diagonal(found)) > 14
