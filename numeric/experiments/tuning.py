"""The rate of a method: the best of a geometric grid, which is extended while its best point is an end.

    rates  centre * ratio^i,  i = -h, ..., h, and further on the side where the best one is the last

The rule and the number of points are the same for every method; only the centre is a method's own, since rates have
different units.  Points are tried from the centre outwards, and none for longer than the best so far needed.

Source  Bergstra and Bengio, Random search for hyper-parameter optimization, JMLR 13 (2012), sec. 1 (grids);
        Sivaprasad et al., Optimizer benchmarking needs to account for hyperparameter tuning, ICML (2020) (one budget).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from numeric.experiments.errors import GridError, SeedError
from numeric.experiments.record import Tuning

Score = tuple[float, float]
Trial = Callable[[float, float], Score]


@dataclass(frozen=True)
class Grid:
    """The rule by which every method is tuned.

    points      of the first grid: odd, at least 3.
    ratio       from a rate to the next, above 1.
    extensions  how many points may be added beyond the ends.
    Raises GridError.
    """

    points: int = 5
    ratio: float = 2.0
    extensions: int = 6

    def __post_init__(self) -> None:
        if self.points < 3 or self.points % 2 == 0:
            raise GridError(f"{self.points} points: an odd number, at least 3, has a centre and two sides.")
        if not (np.isfinite(self.ratio) and self.ratio > 1):
            raise GridError(f"ratio {self.ratio}: rates must grow from point to point.")
        if self.extensions < 0:
            raise GridError(f"{self.extensions} extensions: at least 0.")


def tune(trial: Trial, *, centre: float, grid: Grid, seeds: tuple[int, ...]) -> Tuning:
    """The rate with the least score.

    trial   (rate, cap) to (steps, loss): compared in this order; steps are infinite where the cap does not suffice.
    centre  of the grid, above 0.
    seeds   those the trial runs on, for the record.
    Raises GridError.
    """
    if not (np.isfinite(centre) and centre > 0):
        raise GridError(f"centre {centre}: a rate is positive and finite.")
    scores: dict[int, Score] = {}

    def attempt(i: int) -> None:
        cap = min((score[0] for score in scores.values()), default=np.inf)
        scores[i] = trial(centre * grid.ratio**i, cap)

    for i in sorted(range(-(grid.points // 2), grid.points // 2 + 1), key=lambda i: (abs(i), i)):
        attempt(i)
    for _ in range(grid.extensions):
        best = _best(scores)
        if best not in {min(scores), max(scores)}:
            break
        attempt(best + (1 if best == max(scores) else -1))
    best, order = _best(scores), sorted(scores)
    return Tuning(
        tuple(centre * grid.ratio**i for i in order),
        tuple(scores[i][0] for i in order),
        centre * grid.ratio**best,
        best not in {order[0], order[-1]},
        seeds,
    )


def tuning_seeds(seeds: tuple[int, ...], count: int) -> tuple[int, ...]:
    """Seeds to tune on: the first ones above all that are measured.

    count  at least 1.
    Raises SeedError.
    """
    if count < 1:
        raise SeedError(f"{count} tuning seeds: a rate is tuned on one at least.")
    return tuple(range(max(seeds) + 1, max(seeds) + 1 + count))


def _best(scores: dict[int, Score]) -> int:
    """The least score; among equals the one nearest to the centre."""
    return min(scores, key=lambda i: (scores[i], abs(i)))
