"""What an experiment leaves behind: plain data, from which claims are decided, tables printed and plots drawn.

Everything in a record is a function of the seeds and the size, but for times (`cpu`, `wall`) and what is made of them,
which is marked `timed`; `without_times` leaves those out.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any

from numeric.experiments.errors import SeedError
from numeric.experiments.intervals import Interval, rank

LEVEL = 0.95  # of every interval, one by one; a reader of many must allow for their number
MARGIN = 0.1  # medians within ten per cent count as the same


class Size(Enum):
    """How large an experiment is."""

    TINY = "To see that it runs: a second, and nothing is decided with it."
    SMALL = "A few seconds of processor time, the least that decides."
    FULL = "A minute or so, with larger models."


class Outcome(Enum):
    """What the interval for a ratio of two methods says."""

    LESS = "The first needs less: the interval lies below one."
    MORE = "The first needs more: the interval lies above one."
    SAME = "No difference that matters: the interval lies within the margin around one."
    INCONCLUSIVE = "The interval holds one and is wider than the margin: these runs cannot tell."


@dataclass(frozen=True)
class Tuning:
    """How a rate was chosen.

    grid      the rates tried, increasing.
    scores    most steps to the target over the tuning seeds, or what else the experiment tunes by; infinite for more
              than the best rate before it needed.
    chosen    the rate with the least score.
    interior  whether there are worse rates on both sides of it.
    seeds     those it was tuned on, none of them measured.
    """

    grid: tuple[float, ...]
    scores: tuple[float, ...]
    chosen: float
    interior: bool
    seeds: tuple[int, ...]


@dataclass(frozen=True)
class Arm:
    """One method on one problem, once for each seed.

    problem, method  names.
    tuning           of its rate.
    iterations       steps to the target, infinite for more than the budget.
    cpu, wall        seconds of those steps, of the processor and of the clock; timed.
    ends             how each run ended.
    budget           of steps.
    curve            median gap to the target, as a part of the first gap, after 0, 1, ... steps.
    middle           median of the iterations.
    middle_cpu       median of the processor time; timed.
    """

    problem: str
    method: str
    tuning: Tuning
    iterations: tuple[float, ...]
    cpu: tuple[float, ...]
    wall: tuple[float, ...]
    ends: tuple[str, ...]
    budget: float
    curve: tuple[float, ...]
    middle: Interval
    middle_cpu: Interval


@dataclass(frozen=True)
class Comparison:
    """Two methods, seed by seed.

    problem        its name.
    quantity       what was compared.
    first, second  names of the methods.
    ratio          median of first / second.
    outcome        what its interval says.
    timed          whether times were compared.
    """

    problem: str
    quantity: str
    first: str
    second: str
    ratio: Interval
    outcome: Outcome
    timed: bool = False


@dataclass(frozen=True)
class Measure:
    """Any other quantity, once for each seed.

    name    what it is, with its unit.
    values  one for each seed.
    middle  their median.
    timed   whether it is made of times.
    """

    name: str
    values: tuple[float, ...]
    middle: Interval
    timed: bool = False


@dataclass(frozen=True)
class Fit:
    """A power law, quantity = constant * variable^exponent.

    quantity  what was measured, with its unit.
    method    of which method.
    variable  over what.
    at        its values.
    medians   of the quantity there, over seeds.
    exponent  median over seeds of the least-squares slope of logarithms.
    timed     whether times were fitted.
    """

    quantity: str
    method: str
    variable: str
    at: tuple[float, ...]
    medians: tuple[float, ...]
    exponent: Interval
    timed: bool = False


@dataclass(frozen=True)
class Record:
    """Everything one experiment found.

    study        its name.
    question     what it asks, in a sentence.
    size         how large it was.
    seeds        those measured.
    level        asked of every interval.
    settings     sizes, budgets and constants, by name.
    remarks      what a reader must know to read the numbers.
    """

    study: str
    question: str
    size: Size
    seeds: tuple[int, ...]
    level: float
    settings: Mapping[str, Any]
    arms: tuple[Arm, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    measures: tuple[Measure, ...] = ()
    fits: tuple[Fit, ...] = ()
    remarks: tuple[str, ...] = ()

    def arm(self, problem: str, method: str) -> Arm:
        """The runs of a method on a problem.

        Raises KeyError.
        """
        return {(arm.problem, arm.method): arm for arm in self.arms}[problem, method]

    def compared(self, problem: str, quantity: str, first: str, second: str) -> Comparison:
        """One comparison, by what it compares.

        Raises KeyError.
        """
        named = {(c.problem, c.quantity, c.first, c.second): c for c in self.comparisons}
        return named[problem, quantity, first, second]

    def measured(self, name: str) -> Measure:
        """One measure, by name.

        Raises KeyError.
        """
        return {measure.name: measure for measure in self.measures}[name]

    def fitted(self, quantity: str, method: str) -> Fit:
        """One power law, by what it describes.

        Raises KeyError.
        """
        return {(fit.quantity, fit.method): fit for fit in self.fits}[quantity, method]


def without_times(record: Record) -> Record:
    """The part of a record that the seeds determine."""
    blank = Interval(0.0, 0.0, 0.0, record.level)
    return replace(
        record,
        arms=tuple(replace(arm, cpu=(), wall=(), middle_cpu=blank) for arm in record.arms),
        comparisons=tuple(c for c in record.comparisons if not c.timed),
        measures=tuple(m for m in record.measures if not m.timed),
        fits=tuple(f for f in record.fits if not f.timed),
    )


def plain(value: Any) -> Any:
    """A record, or a part of it, as JSON takes it: infinities are the texts "inf" and "-inf"."""
    if isinstance(value, Enum):
        return value.name.lower()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [plain(entry) for entry in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def settings_of(settings: Any, **more: Any) -> dict[str, Any]:
    """The fields of a dataclass of settings, and more."""
    return {**asdict(settings), **more}


def require_seeds(seeds: Any, *, level: float = LEVEL) -> tuple[int, ...]:
    """Return distinct seeds, enough for an interval at the level.

    Raises SeedError, LevelError, EmptyError.
    """
    found = tuple(seeds)
    for seed in found:
        if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
            raise SeedError(f"seed {seed!r}: a seed is a whole number, at least zero.")
    if len(set(found)) < len(found):
        raise SeedError(f"seeds {found}: each counts once, or the interval is too narrow.")
    rank(len(found), level=level)
    return found
