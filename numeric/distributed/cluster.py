"""An executor of a dask cluster: the same work on the workers that a `distributed.Client` is connected to.

dask computes a piece again elsewhere when its worker ends, and gives up after the number of deaths that the
scheduler allows; then the piece is known.  How many threads linear algebra has in a worker is set where the
workers are started: give them all the same, as results are the same to the last bit only then.

Source  dask.distributed's manual, "Resilience" and "Configuration" (distributed.scheduler.allowed-failures).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from numeric.arrays import require_some
from numeric.distributed.errors import ExecutorError, WorkerDiedError
from numeric.distributed.executors import Result, Task, attempt, settled


@dataclass(frozen=True, eq=False)
class Cluster:
    """The workers of a dask cluster.

    client  a `distributed.Client`, connected.
    """

    client: Any

    @property
    def workers(self) -> int:
        """How many are connected now.

        Raises ExecutorError for none: work would wait for ever.
        """
        found = len(self.client.nthreads())
        if found == 0:
            raise ExecutorError("the dask cluster has no worker: start one, or wait until one is connected.")
        return found

    def run(self, work: Callable[[Task], Result], tasks: Mapping[str, Task]) -> tuple[Result, ...]:
        """work(task) for each task, in the order of the tasks.

        work   is sent by pickling, and so are the tasks and the results; workers must have this package.
        tasks  by name.
        Raises WorkError, WorkerDiedError, ExecutorError, EmptyError.
        """
        require_some("pieces of work", len(tasks))
        require_some("workers", self.workers)
        futures = [self.client.submit(attempt, work, task, pure=False) for task in tasks.values()]
        try:
            return tuple(self._result(name, future) for name, future in zip(tasks, futures, strict=True))
        finally:
            self.client.cancel(futures)

    def _result(self, name: str, future: Any) -> Any:
        from distributed import KilledWorker

        try:
            outcome = future.result()
        except KilledWorker as death:
            raise WorkerDiedError(
                f"{name}: every worker that computed it died. Likely they ran out of memory, or compiled code "
                "crashed: cut the batch into smaller shards.",
                names=(name,),
            ) from death
        return settled(name, outcome)
