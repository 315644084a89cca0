"""What a Fisher information by quadrature costs: `python -m benchmarks quadrature`.

Each cell is the median of several runs after a warm-up, in one process; digits are -log10 of the relative
error against the closed form.  Ours also finds the score by differentiation, locates the law and reports
an error; the peers are given the score.
"""

import warnings
from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np

from benchmarks.families import Family, families
from benchmarks.peers import PEERS

REPEATS = 7
FULL = 15.65


def measure(peer: Callable[[Family], float], family: Family) -> tuple[float, float]:
    """Median seconds after a warm-up, and digits of the value."""
    value = peer(family)
    seconds = []
    for _ in range(REPEATS):
        start = perf_counter()
        peer(family)
        seconds.append(perf_counter() - start)
    return median(seconds), digits(value, family.exact)


def digits(value: float, exact: float) -> float:
    """Digits of agreement with the exact value: from 0 to 15.65."""
    if not np.isfinite(value):
        return 0.0
    away = max(abs(value / exact - 1), 1e-17)
    return float(np.clip(-np.log10(away), 0, FULL) + 0.0)


def main() -> None:
    """Print the table."""
    print("Fisher information by quadrature: median time of", REPEATS, "runs, correct digits, time over ours")
    header = "".join(f"{name:>30}" for name in PEERS)
    print(f"{'family':28}{header}")
    for family in families():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the peers warn where they fail; the digits column shows it
            found = [measure(peer, family) for peer in PEERS.values()]
        cells = "".join(
            f"{1e3 * seconds:10.2f} ms {right:5.1f} d {seconds / found[0][0]:7.1f} x"
            for seconds, right in found
        )
        print(f"{family.name:28}{cells}")
