"""Experiments: methods compared on many seeds, each tuned by one rule, with intervals that assume nothing.

    run(seeds=..., size=...) -> Record          every file of `studies`, found by looking into the folder

Contests     `contest`: tuning on some seeds, measuring on others, ratios seed by seed
Runs         `descent`: a method on a problem until the target, the budget or a refusal
Tuning       `tuning`: a geometric grid that is extended while its best point is an end
Intervals    `intervals`: order statistics of a median, also of runs that did not arrive
Costs        `scaling`: seconds, bytes and the exponents of power laws
Problems     `quadratic`, `network_problem` with its `tasks`, `control` (policies)
Records      `record`: plain data; `plain` for JSON, `without_times` for what the seeds determine

An answer may be that these runs cannot tell: `record.Outcome.INCONCLUSIVE`.
"""

from numeric.experiments.errors import (
    BudgetError,
    ExperimentError,
    GridError,
    LevelError,
    SeedError,
    StudyError,
)
from numeric.experiments.intervals import Interval, median_interval
from numeric.experiments.record import (
    Arm,
    Comparison,
    Fit,
    Measure,
    Outcome,
    Record,
    Size,
    Tuning,
    plain,
    without_times,
)
from numeric.experiments.studies import load, names

__all__ = [
    "Arm",
    "BudgetError",
    "Comparison",
    "ExperimentError",
    "Fit",
    "GridError",
    "Interval",
    "LevelError",
    "Measure",
    "Outcome",
    "Record",
    "SeedError",
    "Size",
    "StudyError",
    "Tuning",
    "load",
    "median_interval",
    "names",
    "plain",
    "without_times",
]
