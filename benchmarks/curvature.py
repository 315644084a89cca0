"""What curvature costs against its bound: the BLAS and LAPACK calls that no implementation can leave out.

    exact Fisher     one dsyrk of the N C pulled columns of the root, (N C, P)
    Fisher product   the products of matrices of one forward, one pushed and one backward pass
    K-FAC step       those of a forward and two backward passes (data and model labels), two syrk, two Cholesky
                     factorizations and two triangular solves for each layer

Bounds run on the shapes of the problem, each call on arrays of its own, in the same process and turn about with ours.
Every figure is the median of several runs after a warm-up; a bound of 1.0x cannot be beaten but by chance.
Peers, where they are installed: curvlinops on PyTorch, SciPy's conjugate gradients.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.linalg.blas import dsyrk
from scipy.sparse.linalg import cg as scipy_cg

from benchmarks.curvature_peers import peers_of_fisher, peers_of_kfac, peers_of_product
from numeric.arrays import Array
from numeric.curvature import expand, factored
from numeric.curvature.exact import fisher
from numeric.curvature.signals import collected
from numeric.networks import TANH, Categorical, Dense, Network, evaluate, fisher_product
from numeric.networks.network import pull
from numeric.solvers.conjugate_gradients import conjugate_gradients

REPEATS = 9
DAMPING = 1e-3


@dataclass(frozen=True)
class Problem:
    """A network of fully connected layers with a batch.

    widths  of inputs, hidden layers and classes.
    batch   N.
    """

    widths: tuple[int, ...]
    batch: int

    @property
    def network(self) -> Network:
        """tanh between the layers, a softmax at the end."""
        layers: list[Dense | object] = []
        for inputs, outputs in zip(self.widths, self.widths[1:], strict=False):
            layers += [Dense(inputs, outputs), TANH]
        return Network(tuple(layers[:-1]), Categorical(self.widths[-1]))  # type: ignore[arg-type]

    def drawn(self) -> tuple[Array, Array, Array]:
        """Parameters of size 1/sqrt(inputs), standard normal inputs, uniform labels."""
        rng = np.random.default_rng(3)
        theta = np.concatenate([rng.normal(size=m * k) / np.sqrt(k) for m, k in self.network.shapes])
        x = rng.normal(size=(self.batch, self.widths[0]))
        return theta, x, rng.integers(self.widths[-1], size=self.batch)


def medians(runs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median seconds of each, turn about, after a warm-up of each."""
    for run in runs.values():
        run()
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(REPEATS):
        for name, run in runs.items():
            start = perf_counter()
            run()
            found[name].append(perf_counter() - start)
    return {name: median(times) for name, times in found.items()}


def show(title: str, times: dict[str, float]) -> None:
    """A table with the ratio of each to the first, the bound."""
    print(title)
    bound = next(iter(times.values()))
    for name, seconds in times.items():
        print(f"   {name:<44}{seconds * 1e3:>10.2f} ms{seconds / bound:>8.2f}x")
    print()


def fisher_of_all_parameters(problem: Problem) -> None:
    """The whole Fisher matrix against one dsyrk."""
    theta, x, _ = problem.drawn()
    network = problem.network
    rows = np.random.default_rng(0).normal(size=(network.size, problem.batch * problem.widths[-1]))
    columns = np.asfortranarray(rows)
    runs = {
        "bound: dsyrk of the pulled columns": lambda: dsyrk(1.0, columns),
        "ours": lambda: fisher(network, theta, x),
        **peers_of_fisher(problem.widths, theta, x),
    }
    show(f"Exact Fisher matrix, P = {network.size}, N = {problem.batch}", medians(runs))


def passes(problem: Problem, forward: int, backward: int) -> list[tuple[Array, Array]]:
    """The operands of the products of matrices of so many passes; the first layer passes nothing back."""
    rng = np.random.default_rng(1)
    pairs = []
    for layer, (m, k) in enumerate(problem.network.shapes):
        pairs += [(rng.normal(size=(problem.batch, k)), rng.normal(size=(k, m)))] * forward
        if layer:
            pairs += [(rng.normal(size=(problem.batch, m)), rng.normal(size=(m, k)))] * backward
    return pairs


def outer(problem: Problem) -> list[tuple[Array, Array]]:
    """The operands of the gradients of the weights, g^T a."""
    rng = np.random.default_rng(2)
    return [
        (rng.normal(size=(m, problem.batch)), rng.normal(size=(problem.batch, k)))
        for m, k in problem.network.shapes
    ]


def multiply_all(pairs: Sequence[tuple[Array, Array]]) -> None:
    """Every product of a list."""
    for left, right in pairs:
        left @ right


def fisher_times_vector(problem: Problem) -> None:
    """F v without F."""
    theta, x, _ = problem.drawn()
    v = np.random.default_rng(5).normal(size=theta.size)
    pairs = passes(problem, 3, 1) + outer(
        problem
    )  # forward; pushed twice but for the first layer's input; back
    runs = {
        "bound: its products of matrices": lambda: multiply_all(pairs),
        "ours": lambda: fisher_product(problem.network, theta, x, v),
        **peers_of_product(problem.widths, theta, x, v),
    }
    show(
        f"Fisher matrix times a vector, {'-'.join(map(str, problem.widths))}, N = {problem.batch}",
        medians(runs),
    )


def kfac_step(problem: Problem) -> None:
    """Factors from labels of the model, damped, inverted on the gradient at the labels of the data."""
    theta, x, y = problem.drawn()
    network, rng = problem.network, np.random.default_rng(7)

    def ours() -> list[Array]:
        trace, law = evaluate(network, theta, x), network.likelihood
        z = trace.outputs
        gradients = [use.total() / len(z) for use in pull(network, trace, -law.score(z, y))]
        factors = map(expand, collected(network, trace, [law.score(z, law.sample(z, rng))]))
        return [factored(f, damping=DAMPING).solve(g) for f, g in zip(factors, gradients, strict=True)]

    pairs = passes(problem, 1, 2) + outer(problem)
    rows = [(np.asfortranarray(a.T), np.asfortranarray(g)) for g, a in ((g, a) for g, a in outer(problem))]
    squares = [(np.eye(len(a)) + 0.1, np.eye(len(g)) + 0.1, np.ones((len(g), len(a)))) for a, g in rows]

    def bound() -> None:
        multiply_all(pairs)
        for a, g in rows:
            dsyrk(1.0, a)
            dsyrk(1.0, g)
        for A, G, V in squares:
            half = cho_solve(cho_factor(G, lower=True, check_finite=False), V, check_finite=False)
            cho_solve(cho_factor(A, lower=True, check_finite=False), half.T, check_finite=False)

    runs = {
        "bound: its BLAS and LAPACK calls": bound,
        "ours": ours,
        **peers_of_kfac(problem.widths, theta, (x, y)),
    }
    show(f"K-FAC step, {'-'.join(map(str, problem.widths))}, N = {problem.batch}", medians(runs))


def systems(size: int) -> None:
    """Conjugate gradients on one dense system against SciPy's, to one tolerance."""
    rng = np.random.default_rng(11)
    Q, _ = np.linalg.qr(rng.normal(size=(size, size)))
    A, b = (Q * np.geomspace(1, 1e3, size)) @ Q.T, rng.normal(size=size)
    A = (A + A.T) / 2
    iterations = conjugate_gradients(lambda v: A @ v, b, tolerance=1e-8).iterations
    vectors = rng.normal(size=(iterations, size))
    runs = {
        "bound: its products with the matrix": lambda: [A @ v for v in vectors],
        "ours": lambda: conjugate_gradients(lambda v: A @ v, b, tolerance=1e-8),
        "scipy.sparse.linalg.cg": lambda: scipy_cg(A, b, rtol=1e-8),
    }
    show(f"Conjugate gradients, n = {size}, condition 1000, {iterations} iterations", medians(runs))


def main() -> None:
    """All tables."""
    fisher_of_all_parameters(Problem((40, 80, 18, 10), 256))
    fisher_times_vector(Problem((256, 512, 512, 10), 512))
    kfac_step(Problem((256, 512, 512, 10), 512))
    kfac_step(Problem((64, 128, 10), 512))
    systems(1500)
