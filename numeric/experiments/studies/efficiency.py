"""What a step costs, in time and memory, against the number of parameters and the number of classes.

The steps are those of `curvature_steps`, on a network d - d - d - C with d growing.  Bytes are the peak of the whole
step.  Over C the matrices alone are compared: a Cholesky factor costs the same for both.  One seed gives one row of
timings and so one exponent.  Times and bytes depend on the machine and count as `timed`; how many numbers a method
keeps does not.

Source  Martens and Grosse (2015), arXiv:1503.05671, sec. 8 (the costs by counting).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from numeric.arrays import Array
from numeric.experiments.contest import measure, outcome
from numeric.experiments.curvature_steps import DAMPING, MATRICES, PRODUCTS, STEPS, Instance, numbers_kept
from numeric.experiments.record import (
    LEVEL,
    Comparison,
    Fit,
    Measure,
    Record,
    Size,
    require_seeds,
    settings_of,
)
from numeric.experiments.scaling import fitted, peak_bytes, seconds
from numeric.experiments.tasks import classes

QUESTION = "How do time and memory of a step grow with the model, exactly and by approximation?"
PARAMETERS = "parameters P"
Costs = dict[str, list[list[float]]]


@dataclass(frozen=True)
class Settings:
    """Sizes.

    widths   d, increasing.
    outputs  C of those networks.
    classes  other C, at the width in the middle.
    count    examples.
    repeats  of each timing.
    """

    widths: tuple[int, ...]
    outputs: int
    classes: tuple[int, ...]
    count: int
    repeats: int


SETTINGS = {
    Size.TINY: Settings((3, 6), 2, (2, 4), count=10, repeats=1),
    Size.SMALL: Settings((6, 12, 20), 3, (2, 4, 8), count=30, repeats=1),
    Size.FULL: Settings((6, 10, 16, 24), 5, (2, 5, 10, 20), count=60, repeats=2),
}


def run(*, seeds: Sequence[int], size: Size = Size.SMALL) -> Record:
    """The experiment; each seed has an instance and timings of its own.

    Raises SeedError, LevelError.
    """
    measured, s = require_seeds(seeds), SETTINGS[size]
    by_width, by_classes = _costs(measured, s)
    sizes = [float(_instance(0, d, s.outputs, s.count).network.size) for d in s.widths]
    fits: list[Fit] = []
    comparisons: list[Comparison] = []
    measures: list[Measure] = []
    for quantity, timed in (("cpu seconds of a step", True), ("peak bytes of a step", True)):
        grown, spread = by_width[quantity], by_classes[quantity]
        for name in STEPS:
            fits.append(fitted(quantity, name, (PARAMETERS, sizes), grown[name], timed=timed))
        comparisons += [_largest(quantity, grown, pair, int(sizes[-1])) for pair in PAIRS]
        ratio = np.asarray(spread["true Fisher"]) / np.asarray(spread["empirical Fisher"])
        name = "true Fisher / empirical Fisher"
        fits.append(
            fitted(
                f"ratio, {quantity.replace('a step', 'the matrix')}",
                name,
                ("classes C", [float(C) for C in s.classes]),
                ratio.tolist(),
                timed=timed,
            )
        )
    for name in STEPS:
        kept = [numbers_kept(_instance(0, d, s.outputs, s.count).network)[name] for d in s.widths]
        fits.append(fitted("numbers kept", name, (PARAMETERS, sizes), [kept] * len(measured)))
    largest = _instance(measured[0], s.widths[-1], s.outputs, s.count)
    counts = numbers_kept(largest.network)
    measures.append(
        measure(
            f"numbers kept, K-FAC / true Fisher, P = {largest.network.size}",
            [counts["K-FAC"] / counts["true Fisher"]] * len(measured),
        )
    )
    return Record(
        "efficiency",
        QUESTION,
        size,
        measured,
        LEVEL,
        settings_of(s, damping=DAMPING, products=PRODUCTS),
        comparisons=tuple(comparisons),
        measures=tuple(measures),
        fits=tuple(fits),
        remarks=(
            "Exponents are those of the sizes measured: at small sizes the cost of a call hides the power.",
        ),
    )


PAIRS = (
    ("K-FAC", "true Fisher"),
    ("true Fisher", "gradient"),
    ("empirical Fisher", "true Fisher"),
    ("empirical Fisher", "gradient"),
)


def _instance(seed: int, d: int, outputs: int, count: int) -> Instance:
    found = classes(seed, widths=(d, d, d, outputs), count=count, spread=2.0, part=0.5)
    return Instance(found.network, found.start, found.x, found.y)


def _costs(seeds: tuple[int, ...], s: Settings) -> tuple[dict[str, Costs], dict[str, Costs]]:
    """By quantity and method: a row over widths, and one over classes, for each seed."""
    middle = s.widths[len(s.widths) // 2]
    grown = [[_instance(seed, d, s.outputs, s.count) for d in s.widths] for seed in seeds]
    spread = [[_instance(seed, middle, C, s.count) for C in s.classes] for seed in seeds]
    return _measured(grown, STEPS, s), _measured(spread, MATRICES, s)


def _measured(
    rows: list[list[Instance]], calls: Mapping[str, Callable[[Instance], Array]], s: Settings
) -> dict[str, Costs]:
    """Turn about: all methods on one instance before the next, so that a busy machine disturbs all alike."""
    time: Costs = {name: [] for name in calls}
    memory: Costs = {name: [] for name in calls}
    for row in rows:
        for name in calls:
            time[name].append([])
            memory[name].append([])
        for at in row:
            for name, made in calls.items():
                call = partial(made, at)
                time[name][-1].append(seconds(call, repeats=s.repeats))
                memory[name][-1].append(float(peak_bytes(call)))
    return {"cpu seconds of a step": time, "peak bytes of a step": memory}


def _largest(quantity: str, costs: Costs, pair: tuple[str, str], P: int) -> Comparison:
    """Of two methods on the largest network."""
    first, second = pair
    values = [a[-1] / b[-1] for a, b in zip(costs[first], costs[second], strict=True)]
    ratio = measure(quantity, values).middle
    return Comparison(f"P = {P}", quantity, first, second, ratio, outcome(ratio), timed=True)
