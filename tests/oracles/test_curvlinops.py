"""Curvature matrices of curvlinops on PyTorch against ours, each at its own absolute scale.

Ours are means over N examples of sums over outputs.  With the loss' reduction "mean" curvlinops divides by what
PyTorch's loss averages over, with "sum" by nothing, and its squared loss is |z - y|^2, the density of variance 1/2.
What is theirs over ours, for N = 5 examples, C = 3 outputs or T = 4 positions, variance v = 0.7:

                                    "mean"        "sum"
    cross-entropy                   1             N
    cross-entropy at T positions    1 / T         N
    binary cross-entropy            1 / C         N
    squared error                   2 v / C       2 v N        its empirical Fisher matrix 4 v^2 / C and 4 v^2 N

Sizes differ from each other, and logits have temperature 1.7, so that no factor hides another.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from numeric import curvature, distributed
from numeric.agreement import digits_agreed
from numeric.curvature import (
    block_diagonal,
    ekfac,
    empirical_fisher,
    empirical_signals,
    exact_signals,
    expand,
    factored,
    fisher,
    kfac_basis,
    loss_hessian,
    reduce,
)
from numeric.networks import (
    RELU,
    SQUARE,
    TANH,
    Bernoulli,
    Categorical,
    Convolution,
    Dense,
    Flatten,
    Mean,
    Network,
    Window,
    evaluate,
    flatten,
    gradient,
    isotropic,
    loss,
    unflatten,
)

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "numeric" / "curvature"))
from position_labels import Positions
from pytorch_networks import curvlinops, module, order, ours, tensor

pytestmark = [
    pytest.mark.external,
    pytest.mark.filterwarnings("ignore:.torch.jit.*deprecated"),
]

N, C, T, VARIANCE, TEMPERATURE, DAMPING = 5, 3, 4, 0.7, 1.7, 0.3
REDUCTIONS = pytest.mark.parametrize("reduction", ["mean", "sum"])
ENTROPY, POSITIONS = {"mean": 1, "sum": N}, {"mean": 1 / T, "sum": N}
COINS, SQUARES = {"mean": 1 / C, "sum": N}, {"mean": 2 * VARIANCE / C, "sum": 2 * VARIANCE * N}
SQUARED_RESIDUALS = {"mean": 4 * VARIANCE**2 / C, "sum": 4 * VARIANCE**2 * N}

CLASSES = Categorical(C, TEMPERATURE)
CONVOLVED = (Convolution(2, 3, Window((2, 3), 2, 1)), RELU, Flatten(), Dense(27, C))
SHARED = (Dense(3, 4), TANH, Mean((1,)), Dense(4, C))
CASES = {  # network, shape of an example, PyTorch's loss, theirs over ours
    "classes": (Network((Dense(4, 6), TANH, Dense(6, C)), CLASSES), (4,), "CrossEntropyLoss", ENTROPY),
    "images": (Network(CONVOLVED, CLASSES), (2, 5, 6), "CrossEntropyLoss", ENTROPY),
    "places": (Network(SHARED, CLASSES), (T, 3), "CrossEntropyLoss", ENTROPY),
    "coins": (
        Network((Dense(4, 6), SQUARE, Dense(6, C)), Bernoulli(C, TEMPERATURE)),
        (4,),
        "BCEWithLogitsLoss",
        COINS,
    ),
    "gaussian": (
        Network((Dense(4, 6), TANH, Dense(6, C)), isotropic(C, variance=VARIANCE)),
        (4,),
        "MSELoss",
        SQUARES,
    ),
    "positions": (
        Network((Dense(3, 5), TANH, Dense(5, C), Flatten()), Positions(C, T, TEMPERATURE)),
        (T, 3),
        "CrossEntropyLoss",
        POSITIONS,
    ),
}
ALL = pytest.mark.parametrize("name", CASES)
ONE_LABEL = pytest.mark.parametrize("name", [name for name in CASES if name != "positions"])


@dataclass(frozen=True)
class Instance:
    """A case at a parameter, with a batch, as ours and as theirs."""

    name: str
    network: Network
    theta: np.ndarray
    data: tuple[np.ndarray, np.ndarray]

    def arguments(
        self, reduction: str, *, sizes: tuple[int, ...] = (N,)
    ) -> tuple[Any, Any, list[Any], list[Any]]:
        """Module, loss, parameters and data in batches, as every operator of theirs takes them."""
        import torch

        likelihood = self.network.likelihood
        temperature = 1.0 if self.name == "gaussian" else TEMPERATURE
        built = module(
            self.network, self.theta, temperature=temperature, positions=isinstance(likelihood, Positions)
        )
        X, y = (part.split(list(sizes)) for part in map(tensor, self.data))
        chosen = getattr(torch.nn, CASES[self.name][2])(reduction=reduction)
        return built, chosen, list(built.parameters()), list(zip(X, y, strict=True))

    def theirs(
        self, operator: str, reduction: str, *, sizes: tuple[int, ...] = (N,), **options: Any
    ) -> np.ndarray:
        """The dense matrix of an operator, in our order."""
        made = getattr(curvlinops(), f"{operator}LinearOperator")
        return ours(self.network, made(*self.arguments(reduction, sizes=sizes), **options))


def instance(name: str, seed: int = 31) -> Instance:
    """With labels drawn from the model."""
    network, shape, *_ = CASES[name]
    rng = np.random.default_rng(seed)
    theta, x = 0.6 * rng.normal(size=network.size), rng.normal(size=(N, *shape))
    return Instance(
        name, network, theta, (x, network.likelihood.sample(evaluate(network, theta, x).outputs, rng))
    )


def products(factor: Any, signals: Any) -> np.ndarray:
    """The block-diagonal matrix of K-FAC products."""
    return block_diagonal([factor(signal).rows() for signal in signals])


@ALL
def test_loss_and_gradient_are_those_of_pytorch(name):
    """Summed cross-entropies are N times our loss; N |z - y|^2 is 2 v N times it less the density's constant."""
    case = instance(name)
    built, summed, parameters, ((X, y),) = case.arguments("sum")
    value = summed(built(X), y)
    value.backward()
    scale = CASES[name][3]["sum"]
    constant = C * np.log(2 * np.pi * VARIANCE) / 2 if name == "gaussian" else 0

    g = np.concatenate([p.grad.numpy().ravel() for p in parameters])

    assert digits_agreed(scale * (loss(case.network, case.theta, *case.data) - constant), value.item()) > 13
    assert digits_agreed(scale * gradient(case.network, case.theta, *case.data)[order(case.network)], g) > 13


@REDUCTIONS
@ALL
def test_gauss_newton_matrix_and_hessian_are_those_of_curvlinops(name, reduction):
    """The Gauss-Newton matrix is our Fisher matrix; the Hessian is another."""
    case, scale = instance(name), CASES[name][3][reduction]
    F = fisher(case.network, case.theta, case.data[0])
    H = loss_hessian(case.network, case.theta, case.data)

    assert digits_agreed(scale * F, case.theirs("GGN", reduction)) > 13
    assert digits_agreed(scale * H, case.theirs("Hessian", reduction)) > 12
    assert digits_agreed(F, H) < 2


@REDUCTIONS
@ONE_LABEL
def test_the_empirical_fisher_matrix_is_that_of_curvlinops(name, reduction):
    """With several positions theirs is of single positions, another matrix, so that case is left out."""
    case = instance(name)
    scale = (SQUARED_RESIDUALS if name == "gaussian" else CASES[name][3])[reduction]

    expected = scale * empirical_fisher(case.network, case.theta, case.data)

    assert digits_agreed(expected, case.theirs("EF", reduction)) > 13


@REDUCTIONS
@ALL
def test_kfac_expand_is_that_of_curvlinops(name, reduction):
    """Of the exact Fisher matrix, weight and bias in one block, for convolutions and shared layers too."""
    case, scale = instance(name), CASES[name][3][reduction]
    expected = scale * products(expand, exact_signals(case.network, case.theta, case.data[0]))

    found = case.theirs("KFAC", reduction, fisher_type="type-2", separate_weight_and_bias=False)

    assert digits_agreed(expected, found) > 13


@REDUCTIONS
@ONE_LABEL
def test_kfac_reduce_is_that_of_curvlinops(name, reduction):
    """With several positions theirs adds up roots of different labels, so that case is left out."""
    case, scale = instance(name), CASES[name][3][reduction]
    signals = exact_signals(case.network, case.theta, case.data[0])
    options = {"fisher_type": "type-2", "kfac_approx": "reduce", "separate_weight_and_bias": False}

    found = case.theirs("KFAC", reduction, **options)

    assert digits_agreed(scale * products(reduce, signals), found) > 13
    shared = name in {"images", "places"}
    assert (digits_agreed(scale * products(expand, signals), found) < 2) == shared


@REDUCTIONS
@ONE_LABEL
def test_kfac_of_the_empirical_fisher_matrix_is_that_of_curvlinops(name, reduction):
    """Its gradients are those at the labels of the data."""
    case = instance(name)
    scale = (SQUARED_RESIDUALS if name == "gaussian" else CASES[name][3])[reduction]
    expected = scale * products(expand, empirical_signals(case.network, case.theta, case.data))

    found = case.theirs("KFAC", reduction, fisher_type="empirical", separate_weight_and_bias=False)

    assert digits_agreed(expected, found) > 13


@REDUCTIONS
@ONE_LABEL
def test_ekfac_is_that_of_curvlinops(name, reduction):
    """In the eigenbasis of expand; moments along equal eigenvalues are not compared, none are equal here."""
    case, scale = instance(name), CASES[name][3][reduction]
    signals = exact_signals(case.network, case.theta, case.data[0])
    expected = scale * block_diagonal([ekfac(expand(signal), signal).rows() for signal in signals])

    found = case.theirs("EKFAC", reduction, fisher_type="type-2", separate_weight_and_bias=False)

    # A kernel of features that are always zero or a singular G leaves part of the basis free, without effect.
    assert digits_agreed(expected, found) > 9


@ONE_LABEL
def test_damped_inverses_are_those_of_curvlinops(name):
    """Tikhonov damping of K-FAC and EKFAC, and the factored damping of K-FAC with its pi, in units of theirs."""
    case, scale = instance(name), CASES[name][3]["mean"]
    peer, network = curvlinops(), case.network
    signals = exact_signals(network, case.theta, case.data[0])
    V = np.random.default_rng(32).normal(size=network.size)
    options = {"fisher_type": "type-2", "separate_weight_and_bias": False}
    kfac = peer.KFACLinearOperator(*case.arguments("mean"), **options)
    corrected = peer.EKFACLinearOperator(*case.arguments("mean"), **options)

    def solved(solver):
        parts = zip(signals, unflatten(V, network.shapes), strict=True)
        return flatten([solver(signal).solve(part) for signal, part in parts]) / scale

    def inverse(operator, **damping):
        found = peer.KFACInverseLinearOperator(operator, damping=scale * DAMPING, **damping)
        return (found @ tensor(V[order(network)])).numpy()[np.argsort(order(network))]

    tikhonov = solved(lambda signal: kfac_basis(expand(signal)).damped(DAMPING))
    eigen = solved(lambda signal: ekfac(expand(signal), signal).damped(DAMPING))
    both = solved(lambda signal: factored(expand(signal), damping=DAMPING))

    assert digits_agreed(tikhonov, inverse(kfac, use_exact_damping=True)) > 11
    assert digits_agreed(eigen, inverse(corrected, use_exact_damping=True)) > 9
    assert digits_agreed(both, inverse(kfac, use_heuristic_damping=True)) > 11
    assert digits_agreed(tikhonov, both) < 2


@pytest.mark.parametrize("name", ["classes", "places"])
def test_unequal_batches_of_curvlinops_are_our_shards(name):
    """Batches of 3 and 2 examples: their running sums are our weighted means, of F and of the factors."""
    case, sizes = instance(name), (3, 2)
    shards = distributed.split(*case.data, sizes=sizes)
    F = distributed.fisher(case.network, case.theta, shards, executor=distributed.Serial())
    pairs = distributed.factors(case.network, case.theta, shards, executor=distributed.Serial())

    kfac = case.theirs("KFAC", "mean", sizes=sizes, fisher_type="type-2", separate_weight_and_bias=False)

    assert digits_agreed(F, case.theirs("GGN", "mean", sizes=sizes)) > 13
    assert digits_agreed(block_diagonal([pair.rows() for pair in pairs]), kfac) > 13


@pytest.mark.parametrize("name", ["classes", "coins"])
def test_their_sampled_fisher_matrix_scatters_around_ours(name):
    """v.F^ v of 20,000 labels an example is within six standard errors of v.F v, at most a twentieth of it.

    The error is exact: Var = sum_n Var_y(v.g_n(y) g_n(y).v) / (N^2 M) over all outcomes.
    """
    case, draws = instance(name), 20_000
    network, theta, x = case.network, case.theta, case.data[0]
    v = np.random.default_rng(33).normal(size=network.size)
    z, law = evaluate(network, theta, x).outputs, network.likelihood
    forms, chances = [], []
    for outcome in law.outcomes():
        y = np.broadcast_to(outcome, (N, *np.shape(outcome)))
        chances.append(np.exp(law.log_density(z, y)))
        forms.append(
            [v @ empirical_fisher(network, theta, (x[n : n + 1], y[n : n + 1])) @ v for n in range(N)]
        )
    mean = np.sum(np.multiply(chances, forms), axis=0)
    spread = np.sum(chances * (np.array(forms) - mean) ** 2, axis=0)
    error = np.sqrt(np.sum(spread) / (N**2 * draws))

    built = curvlinops().FisherMCLinearOperator(*case.arguments("sum"), mc_samples=draws, seed=7)
    w = tensor(v[order(network)])
    found = float(w @ (built @ w)) / CASES[name][3]["sum"]

    assert digits_agreed(v @ curvature.fisher(network, theta, x) @ v, np.mean(mean)) > 13
    assert abs(found - np.mean(mean)) < 6 * error
    assert 6 * error < 0.05 * np.mean(mean)
