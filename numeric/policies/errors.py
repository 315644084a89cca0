"""What can go wrong with a decision process or a policy, by name.

Rows that do not sum to one raise `numeric.errors.MassError`.
"""

from numeric.errors import NumericError


class PolicyError(NumericError):
    """A decision process or a policy makes no sense; its subclasses say why."""


class ProbabilityError(PolicyError):
    """A probability is negative, or zero where its logarithm is needed."""


class DiscountError(PolicyError):
    """A discount is not strictly between zero and one."""


class BoundError(PolicyError):
    """A radius, a clipping width or a shrinking factor lies outside its range."""


class LayoutError(PolicyError):
    """A map of a gridworld cannot be read, or has no goal or no free cell."""


class AnswerError(PolicyError):
    """An environment, or the features of its observations, answered with something that makes no sense."""
