"""What a step of many Langevin chains costs, against its random numbers alone and against BlackJAX and diffrax.

Each figure is the median of several runs after a warm-up, in one process and on one thread of ours; JAX takes
the threads it likes.  All in float64.  `bound` is `Generator.standard_normal(out=)` of the same count and the
same block, from NumPy's default PCG64 and from SFC64, which ours draws from: the least that any method costs
that draws with NumPy.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median
from time import perf_counter

import numpy as np

from numeric.arrays import Array
from numeric.langevin import methods
from numeric.langevin.blocks import blocks
from numeric.langevin.compiled import compiled
from numeric.langevin.ornstein_uhlenbeck import quadratic_langevin
from numeric.langevin.overdamped import Overdamped
from numeric.langevin.riemannian import Reading, Riemannian
from numeric.langevin.roots import FromMetric, FromRoot
from numeric.langevin.simulation import simulate

REPEATS = 7
STEPS = 400
STEP = 0.05

_RNG = np.random.default_rng(1)
METRIC, HESSIAN = (A @ A.T / 10 + np.eye(10) for A in _RNG.normal(size=(2, 10, 10)))


@dataclass(frozen=True)
class Entry:
    """One line of a table: its name, and what runs STEPS steps of all chains."""

    name: str
    run: Callable[[], object]


def seconds(run: Callable[[], object]) -> float:
    """Median seconds after a warm-up."""
    run()
    found = []
    for _ in range(REPEATS):
        start = perf_counter()
        run()
        found.append(perf_counter() - start)
    return median(found)


def raw(bits: type[np.random.BitGenerator], n: int, chains: int) -> Callable[[], None]:
    """The random numbers of STEPS steps, block by block, and nothing else."""
    generator = np.random.Generator(bits(1))

    def run() -> None:
        for block in blocks(n, chains):
            out = np.empty((n, len(block)))
            for _ in range(STEPS):
                generator.standard_normal(out=out)

    return run


def ours(name: str, label: str, dynamics: object, n: int, chains: int) -> Iterator[Entry]:
    """A method of ours in NumPy, and with its random numbers compiled where Numba is there."""
    method = methods.load(name)
    start = np.full((n, chains), 0.1)

    def entry(label: str, with_method: object) -> Entry:
        return Entry(
            label,
            lambda: simulate(with_method, dynamics, start, step=STEP, steps=STEPS, seed=1),  # type: ignore[arg-type]
        )

    yield entry(f"ours, {label}", method)
    if find_spec("numba"):
        yield entry(f"ours, {label}, numba", compiled(method))


def fill_gradient(theta: Array, out: Array) -> None:
    np.matmul(HESSIAN, theta, out=out)


def fill_loss(theta: Array, out: Array) -> None:
    np.einsum("im,im->m", theta, HESSIAN @ theta, out=out)
    out /= 2


def fill_identity(theta: Array, out: Array) -> None:
    np.copyto(out, theta)


# In the plane S = [[1 + x^2/4, 0], [x y/4, 1 + y^2/4]] is a root of the inverse metric; L = r^2/2.
def fill_root(theta: Array, out: Array) -> None:
    x, y = theta
    quarter = 0.25 * x
    np.multiply(quarter, x, out=out[0, 0])
    np.multiply(quarter, y, out=out[1, 0])
    np.multiply(y, y, out=out[1, 1])
    out[1, 1] *= 0.25
    out[0, 0] += 1
    out[1, 1] += 1


# The metric itself, [[1 + x^2, x y/2], [x y/2, 1 + y^2]], of which the kernel takes the Cholesky factor.
def fill_metric(theta: Array, out: Array) -> None:
    x, y = theta
    np.multiply(x, x, out=out[0, 0])
    np.multiply(x, y, out=out[1, 0])
    np.multiply(y, y, out=out[1, 1])
    out[1, 0] *= 0.5
    out[0, 0] += 1
    out[1, 1] += 1
    out[0, 1] = out[1, 0]


def constant_metric() -> tuple[int, int, list[Entry]]:
    """1,000 chains in ten dimensions with a constant metric."""
    n, chains = 10, 1000
    linear = quadratic_langevin(METRIC, HESSIAN, eta=1.0, T=0.5)
    bent = Overdamped(fill_gradient, METRIC, 1.0, 0.5, loss=fill_loss)
    plain = Overdamped(fill_gradient, np.eye(n), 1.0, 1.0, loss=fill_loss)
    entries = [
        *ours("euler_maruyama", "Euler-Maruyama, linear", linear, n, chains),
        *ours("euler_maruyama", "Euler-Maruyama, gradient callback", bent, n, chains),
        *ours("leimkuhler_matthews", "Leimkuhler-Matthews, linear", linear, n, chains),
        *ours("exact_ornstein_uhlenbeck", "exact transition", linear, n, chains),
        *ours("mala", "MALA, metric Id", plain, n, chains),
    ]
    if find_spec("blackjax"):
        from benchmarks.jax_peers import blackjax_mala

        entries.append(Entry("BlackJAX, MALA", blackjax_mala(HESSIAN, chains, STEP, STEPS)))
    if find_spec("diffrax"):
        from benchmarks.jax_peers import diffrax_linear

        entries.append(
            Entry("diffrax, Euler, linear", diffrax_linear(METRIC, HESSIAN, 0.5, chains, STEP, STEPS))
        )
    return n, chains, entries


def position_dependent_metric() -> tuple[int, int, list[Entry]]:
    """10,000 chains in the plane with a metric that depends on the position."""
    n, chains = 2, 10_000
    by_root = Riemannian(fill_identity, FromRoot(fill_root), 1.0, 0.2, Reading.PRINTED)
    by_metric = Riemannian(fill_identity, FromMetric(fill_metric), 1.0, 0.2, Reading.PRINTED)
    entries = [
        *ours("riemannian_euler_maruyama", "Euler-Maruyama, root given", by_root, n, chains),
        *ours("riemannian_euler_maruyama", "Euler-Maruyama, metric given", by_metric, n, chains),
    ]
    if find_spec("diffrax"):
        from benchmarks.jax_peers import diffrax_planar

        entries.append(Entry("diffrax, Euler, root given", diffrax_planar(0.2, chains, STEP, STEPS)))
    return n, chains, entries


def main() -> None:
    """Print the tables."""
    for package, extra in (("numba", "numba"), ("blackjax", "peers"), ("diffrax", "peers")):
        if not find_spec(package):
            print(f"{package} is not installed and not measured: pip install 'fisherproof[{extra}]'")
    for case in (constant_metric, position_dependent_metric):
        n, chains, entries = case()
        bound = {bits.__name__: seconds(raw(bits, n, chains)) for bits in (np.random.PCG64, np.random.SFC64)}
        print(f"{case.__doc__} {STEPS} steps, median of {REPEATS} runs")
        print(f"{'':44}{'chain-steps/s':>14}{'/ PCG64':>9}{'/ SFC64':>9}")
        for name, spent in [(f"bound, {bits}", s) for bits, s in bound.items()] + [
            (entry.name, seconds(entry.run)) for entry in entries
        ]:
            rate = chains * STEPS / spent
            print(f"{name:44}{rate / 1e6:12.2f} M{spent / bound['PCG64']:9.2f}{spent / bound['SFC64']:9.2f}")
