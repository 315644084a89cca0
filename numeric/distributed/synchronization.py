"""K-FAC steps of many workers, of which all take the same one.

    every step              the gradient of the batch, put together from the shards
    every `period` steps    the factors too; they enter the running averages, and layers are inverted anew
    theta' = theta - rate P g,     P = diag over layers of (A_l + pi sqrt(damping))^-1 (x) (G_l + sqrt(damping) / pi)^-1

With period 1 the steps are those of one machine to rounding.  Between synchronizations P is stale: the step is
along P of an earlier theta, and differs from the fresh one by a part of itself that `staleness` measures and
bounds.  It is a descent direction all the same, as P stays positive definite.

Source  Osawa et al., CVPR (2019), arXiv:1811.12019 (stale statistics); Martens and Grosse (2015),
        arXiv:1503.05671, sec. 5 (averages), 6.3 (damping) and 8 (periods).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from numeric.arrays import Array, require_finite, require_vector
from numeric.curvature import State, begin, early_decay, expand, observe, precondition
from numeric.distributed import statistics
from numeric.distributed.batch import mean, paired
from numeric.distributed.executors import Executor
from numeric.distributed.layers import refresh
from numeric.distributed.shards import Shard
from numeric.distributed.statistics import Factored, Labelled, Statistic
from numeric.networks import Network, flatten, unflatten
from numeric.networks.layer import require_positive, require_whole


@dataclass(frozen=True)
class Schedule:
    """How steps are taken.

    rate      positive.
    damping   positive, in units of A (x) G.
    decay     limit of the decay of the running averages, in [0, 1).
    period    steps from one synchronization of the factors to the next, at least 1.
    signals   which labels factors are made with.
    factored  how factors are made of signals.
    Raises ScaleError.
    """

    rate: float
    damping: float
    decay: float = 0.95
    period: int = 1
    signals: Labelled = statistics.exact
    factored: Factored = expand

    def __post_init__(self) -> None:
        require_positive("the rate", self.rate)
        require_positive("the damping", self.damping)
        require_whole("the period of synchronization", self.period)


@dataclass(frozen=True, eq=False)
class Training:
    """Where the steps have come to.

    theta  (P,).
    state  averages and inverses of the factors.
    count  of steps taken.
    """

    theta: Array
    state: State
    count: int = 0

    def age(self, schedule: Schedule) -> int:
        """By how many steps the factors of the next step will be stale: 0 if it is a synchronization."""
        return self.count % schedule.period


def start(network: Network, theta: ArrayLike) -> Training:
    """Before the first step.

    theta  (P,).
    Raises ShapeError, NonFiniteError, EmptyError.
    """
    point = require_vector("the parameter", theta)
    unflatten(point, network.shapes)
    return Training(point, begin(network.shapes))


def step(
    network: Network, training: Training, shards: Sequence[Shard], *, schedule: Schedule, executor: Executor
) -> Training:
    """One step, the same for all workers.

    shards  of a batch with labels, in any order; another batch for every step is allowed.
    Raises WorkError, which names the shard or the layer, WorkerDiedError, SplitError, NonFiniteError, DecayError.
    """
    stale = training.age(schedule) > 0
    statistic: Statistic = statistics.gradient
    if not stale:
        statistic = statistics.together(statistic, statistics.factors(schedule.signals, schedule.factored))
    gradient, *found = mean(statistic, network, training.theta, shards, executor=executor)
    state = training.state
    if not stale:
        decay = early_decay(training.count // schedule.period + 1, limit=schedule.decay)
        seen = observe(state, paired(found), decay=decay)
        state = refresh(seen, range(len(seen)), damping=schedule.damping, executor=executor)
    direction = flatten(precondition(state, unflatten(gradient, network.shapes)))
    theta = require_finite("the end of a step", training.theta - schedule.rate * direction)
    return Training(theta, state, training.count + 1)
