"""Who computes: an executor runs one function on several pieces of work and hands the results back in their order.

    `Serial`               this process, one piece after the other
    `processes.Processes`  processes on this machine
    `cluster.Cluster`      a dask cluster

Errors do not travel as exceptions, of which some cannot be unpickled and would break the pool, but as text: every
executor raises the same `WorkError`, which names the piece.
"""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, runtime_checkable

from numeric.arrays import require_some
from numeric.distributed.errors import ExecutorError, WorkError

Task = TypeVar("Task")
Result = TypeVar("Result")


@runtime_checkable
class Executor(Protocol):
    """Runs pieces of work."""

    @property
    def workers(self) -> int:
        """How many pieces are computed at the same time."""

    def run(self, work: Callable[[Task], Result], tasks: Mapping[str, Task]) -> tuple[Result, ...]:
        """work(task) for each task, in the order of the tasks.

        work   a function of one task, without memory: it may be called again for the same task.
        tasks  by the names that errors give.
        Raises WorkError when a call raises, WorkerDiedError when its process ends, EmptyError for no task.
        """


@dataclass(frozen=True)
class Done:
    """A piece of work that was computed.

    value  its result.
    """

    value: Any


@dataclass(frozen=True)
class Raised:
    """A piece of work that raised.

    kind     name of the error's class.
    message  of the error.
    trace    its traceback.
    """

    kind: str
    message: str
    trace: str


@dataclass(frozen=True)
class Serial:
    """This process: the executor that others are compared with."""

    @property
    def workers(self) -> int:
        """One."""
        return 1

    def run(self, work: Callable[[Task], Result], tasks: Mapping[str, Task]) -> tuple[Result, ...]:
        """work(task) for each task, one after the other.

        Raises WorkError, EmptyError.
        """
        require_some("pieces of work", len(tasks))
        return tuple(settled(name, attempt(work, task)) for name, task in tasks.items())


def attempt(work: Callable[[Task], Result], task: Task) -> Done | Raised:
    """Call, and hand back what was returned or raised."""
    try:
        return Done(work(task))
    except (Exception, SystemExit) as error:
        return Raised(type(error).__name__, str(error), traceback.format_exc())


def settled(name: str, outcome: Done | Raised) -> Any:
    """The result.

    Raises WorkError, which names the piece of work.
    """
    if isinstance(outcome, Raised):
        raise WorkError(name, kind=outcome.kind, message=outcome.message, trace=outcome.trace)
    return outcome.value


def require_executor(executor: Executor) -> Executor:
    """Pass an executor.

    Raises ExecutorError.
    """
    if not isinstance(executor, Executor):
        raise ExecutorError(
            f"{executor!r} is no executor: give Serial(), Processes(workers=...), "
            "or Cluster(client) for the client of a dask cluster."
        )
    return executor
