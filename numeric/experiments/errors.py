"""What can go wrong with an experiment, by name."""

from numeric.errors import NumericError


class ExperimentError(NumericError):
    """An experiment cannot be made, or would decide nothing; its subclasses say why."""


class SeedError(ExperimentError):
    """Seeds that repeat, are too few for an interval, or serve both for tuning and for measuring."""


class LevelError(ExperimentError):
    """A level of confidence outside (0, 1), or one that so few values cannot reach."""


class GridError(ExperimentError):
    """A grid of rates without a centre, a ratio or enough points."""


class BudgetError(ExperimentError):
    """A budget of steps, or a target, that leaves nothing to measure."""


class StudyError(ExperimentError):
    """There is no study of that name, or its file does not define one."""
