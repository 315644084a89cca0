"""Fisher matrices, gradients and Kronecker factors of a batch that is spread over workers.

Shards         `split`, `evenly`; a `Shard` is some examples, a `Part` what was measured on it
Executors      `Serial`, `Processes` (joblib), `Cluster` (dask): an argument of everything that is computed
Local          `statistics`: means over the examples of one shard
Together       `weighted_mean` with weights n_k / N; `equal_weights_error` if they are forgotten
The batch      `measure`, `mean`, `gradient`, `fisher`, `factors`, `ekfac`
Layers         `assign`, `refresh`, `eigenbases`: each layer is inverted by one worker
Steps          `start`, `step` under a `Schedule` of synchronizations; `staleness` of what lies between

Shards are data, workers are not: results depend on how a batch is cut to rounding, and on who computes not at all.
"""

from numeric.distributed import statistics
from numeric.distributed.aggregation import equal_weights_error, weighted_mean
from numeric.distributed.batch import ekfac, factors, fisher, gradient, mean, measure
from numeric.distributed.cluster import Cluster
from numeric.distributed.errors import (
    AggregationError,
    DistributedError,
    ExecutorError,
    SplitError,
    WorkerDiedError,
    WorkError,
)
from numeric.distributed.executors import Executor, Serial
from numeric.distributed.layers import Plan, assign, each_layer, eigenbases, refresh
from numeric.distributed.processes import Processes
from numeric.distributed.shards import Part, Shard, evenly, split
from numeric.distributed.staleness import Staleness, distance, staleness
from numeric.distributed.synchronization import Schedule, Training, start, step

__all__ = [
    "AggregationError",
    "Cluster",
    "DistributedError",
    "Executor",
    "ExecutorError",
    "Part",
    "Plan",
    "Processes",
    "Schedule",
    "Serial",
    "Shard",
    "SplitError",
    "Staleness",
    "Training",
    "WorkError",
    "WorkerDiedError",
    "assign",
    "distance",
    "each_layer",
    "eigenbases",
    "ekfac",
    "equal_weights_error",
    "evenly",
    "factors",
    "fisher",
    "gradient",
    "mean",
    "measure",
    "refresh",
    "split",
    "staleness",
    "start",
    "statistics",
    "step",
    "weighted_mean",
]
