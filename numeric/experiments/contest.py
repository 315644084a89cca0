"""Several methods on one problem: each tuned by one rule on some seeds, then measured on others.

    ratio_s = steps of the first on seed s / steps of the second on seed s

A run that spends its budget is known to need more, and enters the interval of the ratio as that: between the budget
and infinity.  One that diverges or is refused a step never arrives, and needs infinitely many.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from numeric.arrays import Array
from numeric.experiments.descent import End, Method, Problem, Run, descend
from numeric.experiments.errors import SeedError
from numeric.experiments.intervals import Interval, bounded_median_interval, median_interval
from numeric.experiments.record import LEVEL, MARGIN, Arm, Comparison, Measure, Outcome, Size, Tuning
from numeric.experiments.tuning import Grid, Score, tune, tuning_seeds


@dataclass(frozen=True)
class Plan:
    """What every method gets.

    budget  of steps.
    tuners  how many seeds it is tuned on.
    grid    of rates.
    level   of intervals.
    """

    budget: int
    tuners: int = 3
    grid: Grid = field(default_factory=Grid)
    level: float = LEVEL


def plan_of(size: Size, budget: int, *, tuners: int = 3) -> Plan:
    """What every method of an experiment gets: the plain plan, or the least that runs where nothing is decided.

    budget  of steps.
    """
    if size is Size.TINY:
        return Plan(budget, tuners=1, grid=Grid(points=3, extensions=1))
    return Plan(budget, tuners=tuners)


def contest(
    name: str,
    problem: Callable[[int], Problem],
    methods: Sequence[Method],
    *,
    seeds: tuple[int, ...],
    plan: Plan,
) -> tuple[Arm, ...]:
    """Tune and measure every method.

    name     of the problem.
    problem  seed to instance: data and start; the same for every method.
    Raises SeedError, LevelError, BudgetError.
    """
    tuners = tuning_seeds(seeds, plan.tuners)
    trained, measured = [problem(seed) for seed in tuners], [problem(seed) for seed in seeds]
    arms = []
    for method in methods:
        tuning = tuned(method, trained, tuners, plan)
        runs = [descend(instance, method, tuning.chosen, budget=plan.budget) for instance in measured]
        arms.append(arm(name, method.name, tuning, runs, [instance.target for instance in measured], plan))
    return tuple(arms)


def tuned(method: Method, problems: Sequence[Problem], seeds: tuple[int, ...], plan: Plan) -> Tuning:
    """The rate at which the method needs the fewest steps on the instance that is hardest for it.

    The median would choose rates that are unstable on some instances.

    Raises SeedError when there are no instances, GridError, BudgetError.
    """
    if not problems:
        raise SeedError("nothing to tune on: give at least one instance.")

    def trial(rate: float, cap: float) -> Score:
        budget = int(min(plan.budget, np.ceil(cap)))
        runs = [descend(problem, method, rate, budget=budget) for problem in problems]
        return max(run.crossing for run in runs), max(_last(run) for run in runs)

    return tune(trial, centre=method.centre, grid=plan.grid, seeds=seeds)


def arm(
    problem: str, method: str, tuning: Tuning, runs: Sequence[Run], targets: Sequence[float], plan: Plan
) -> Arm:
    """The runs of one method, with their medians."""
    cpu = tuple(run.cpu for run in runs)
    iterations = tuple(run.iterations for run in runs)
    # Seconds to the target: of a run that did not arrive they are a lower bound.
    unbounded = [run.cpu if run.end is End.ARRIVED else np.inf for run in runs]
    return Arm(
        problem,
        method,
        tuning,
        iterations,
        cpu,
        tuple(run.wall for run in runs),
        tuple(run.end.name.lower() for run in runs),
        float(plan.budget),
        _curve(runs, targets),
        median_interval(iterations, level=plan.level),
        bounded_median_interval(cpu, unbounded, level=plan.level),
    )


def compare(first: Arm, second: Arm, plan: Plan, *, margin: float = MARGIN) -> Comparison:
    """Steps to the target, first over second, seed by seed.

    Raises LevelError.
    """
    ratio = _ratio(_bounds(first, first.iterations), _bounds(second, second.iterations), plan.level)
    return Comparison(
        first.problem, "iterations", first.method, second.method, ratio, outcome(ratio, margin=margin)
    )


def compare_cpu(first: Arm, second: Arm, plan: Plan, *, margin: float = MARGIN) -> Comparison:
    """Processor time to the target, first over second, seed by seed.

    Raises LevelError.
    """
    ratio = _ratio(_bounds(first, first.cpu), _bounds(second, second.cpu), plan.level)
    return Comparison(
        first.problem,
        "cpu seconds",
        first.method,
        second.method,
        ratio,
        outcome(ratio, margin=margin),
        timed=True,
    )


def outcome(ratio: Interval, *, margin: float = MARGIN) -> Outcome:
    """What an interval for a ratio says."""
    if ratio.low >= 1 / (1 + margin) and ratio.high <= 1 + margin:
        return Outcome.SAME
    if ratio.high < 1:
        return Outcome.LESS
    if ratio.low > 1:
        return Outcome.MORE
    return Outcome.INCONCLUSIVE


def measure(name: str, values: Sequence[float], *, level: float = LEVEL, timed: bool = False) -> Measure:
    """A quantity measured once for each seed, with its median.

    Raises LevelError, NonFiniteError for NaN.
    """
    found = tuple(float(value) for value in values)
    return Measure(name, found, median_interval(found, level=level), timed)


def warnings_of(arms: Sequence[Arm]) -> tuple[str, ...]:
    """What must be said of runs: optima at the end of a grid, and methods that seldom arrive."""
    said = []
    for found in arms:
        where = f"{found.method} on {found.problem}"
        if not found.tuning.interior:
            said.append(f"{where}: the best rate, {found.tuning.chosen:.3g}, is an end of its grid.")
        arrived = found.ends.count("arrived")
        if arrived < len(found.ends):
            said.append(f"{where}: {arrived} of {len(found.ends)} runs arrive within the budget.")
    return tuple(said)


def _bounds(found: Arm, spent: Sequence[float]) -> tuple[Array, Array]:
    """What a method needs on each seed, between two bounds: what was spent, and infinity if it did not arrive."""
    least = [_least(found, i, value) for i, value in enumerate(spent)]
    most = [value if end == "arrived" else np.inf for end, value in zip(found.ends, spent, strict=True)]
    return np.asarray(least), np.asarray(most)


def _least(found: Arm, i: int, spent: float) -> float:
    if found.ends[i] in {"diverged", "refused"}:
        return np.inf
    return spent if np.isfinite(spent) else found.budget


def _ratio(first: tuple[Array, Array], second: tuple[Array, Array], level: float) -> Interval:
    """Of two quantities between bounds; the estimate is the median of the upper bounds of the ratio."""
    (low, high), (under, over) = first, second
    with np.errstate(divide="ignore", invalid="ignore"):
        highs = np.where(np.isfinite(high), high / under, np.inf)  # something over infinity is zero
        lows = np.where(np.isfinite(over), low / over, 0.0)
    return bounded_median_interval(lows, highs, level=level)


def _last(run: Run) -> float:
    return run.losses[-1] if np.isfinite(run.losses[-1]) and run.end is not End.DIVERGED else np.inf


def _curve(runs: Sequence[Run], targets: Sequence[float]) -> tuple[float, ...]:
    """Median over runs of the gap to the target, in parts of the first gap; arrived runs stay at zero."""
    longest = max(len(run.losses) for run in runs)
    rows = np.stack([_gaps(run, target, longest) for run, target in zip(runs, targets, strict=True)])
    return tuple(float(gap) for gap in np.median(rows, axis=0))


def _gaps(run: Run, target: float, length: int) -> Array:
    gaps = np.maximum(np.asarray(run.losses) - target, 0.0) / (run.losses[0] - target)
    gaps = np.nan_to_num(gaps, nan=np.inf)
    return np.concatenate([gaps, np.full(length - gaps.size, gaps[-1])])
