"""An executor of processes on this machine, by joblib's loky.

Each process computes with a fixed number of threads, whatever the number of processes: linear algebra adds up in
another order with other numbers of threads, so that joblib's default, cores over processes, would let the last
bits depend on the number of workers.

When a process ends, loky ends the others with it and does not say which piece of work was in it.  Every piece is
therefore noted in a folder while it is computed, and those that were in progress are computed again, each alone in
a fresh pool, to see which one it is.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from joblib import Parallel, delayed, effective_n_jobs, parallel_config
from joblib.externals.loky import ProcessPoolExecutor
from joblib.externals.loky.process_executor import TerminatedWorkerError

from numeric.arrays import require_some
from numeric.distributed.errors import ExecutorError, WorkerDiedError
from numeric.distributed.executors import Done, Raised, Result, Task, attempt, settled

FEWEST = 2  # with one, joblib computes in the calling process, and a crash there is the end of all


@dataclass(frozen=True)
class Processes:
    """Processes on this machine; they stay for the next call.

    workers  how many, at least two; for one take `Serial`.
    threads  of linear algebra in each, at least one.
    Raises ExecutorError.
    """

    workers: int
    threads: int = 1

    def __post_init__(self) -> None:
        for what, number, least in (("workers", self.workers, FEWEST), ("threads", self.threads, 1)):
            if isinstance(number, bool) or not isinstance(number, int) or number < least:
                raise ExecutorError(f"{number!r} {what}: a whole number, at least {least}, is needed.")

    def run(self, work: Callable[[Task], Result], tasks: Mapping[str, Task]) -> tuple[Result, ...]:
        """work(task) for each task, in the order of the tasks.

        work   is sent by pickling, and so are the tasks and the results.
        tasks  by name.
        Raises WorkError, WorkerDiedError, EmptyError, ExecutorError for what cannot be pickled or where no
        process can be started.
        """
        require_some("pieces of work", len(tasks))
        with TemporaryDirectory(prefix="in-progress-", ignore_cleanup_errors=True) as folder:
            notes = {name: Path(folder, str(i)) for i, name in enumerate(tasks)}
            calls = {name: partial(_noted, notes[name], work, task) for name, task in tasks.items()}
            try:
                outcomes = self._outcomes(list(calls.values()))
            except TerminatedWorkerError as death:
                raise _explained(calls, [name for name in calls if notes[name].exists()]) from death
        return tuple(settled(name, outcome) for name, outcome in zip(tasks, outcomes, strict=True))

    def _outcomes(self, calls: Sequence[Callable[[], Done | Raised]]) -> list[Done | Raised]:
        with parallel_config("loky", n_jobs=self.workers, inner_max_num_threads=self.threads):
            _require_processes(self.workers)
            try:
                # One call at a time and none through files: a shard is sent once, to one process.
                found: list[Any] = Parallel(batch_size=1, max_nbytes=None)(delayed(call)() for call in calls)
            except TerminatedWorkerError:
                raise
            except Exception as error:  # what the work raised comes as text, so this is about sending
                lines = [line for line in str(error.__cause__ or error).splitlines() if line.strip('"')]
                raise ExecutorError(
                    f"work for other processes, or its result, cannot be sent: {(lines or [repr(error)])[-1]}. "
                    "Leave locks, files and generators out of statistics, shards and results."
                ) from error
        return found


def _explained(calls: Mapping[str, Callable[[], Done | Raised]], suspects: Sequence[str]) -> WorkerDiedError:
    guilty = tuple(name for name in suspects if _dies(calls[name]))
    if guilty:
        return WorkerDiedError(
            f"{' and '.join(guilty)}: the process that computed it died, and again with nothing beside it. "
            "Likely it ran out of memory, or compiled code crashed: cut the batch into smaller shards.",
            names=guilty,
        )
    return WorkerDiedError(
        f"a process died while {' and '.join(suspects) or 'nothing'} was computed; alone, none of them ends "
        "its process. Likely they ran out of memory together: take fewer workers or smaller shards.",
        names=tuple(suspects),
    )


def _dies(call: Callable[[], Done | Raised]) -> bool:
    with ProcessPoolExecutor(max_workers=1) as alone:
        try:
            alone.submit(call).result()
        except TerminatedWorkerError:
            return True
    return False


def _require_processes(workers: int) -> None:
    """Pass where joblib would really start processes; elsewhere it warns, and computes in the calling one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given = effective_n_jobs(workers)
    if given < FEWEST:
        raise ExecutorError(
            f"{workers} processes are wanted, and here joblib starts none. Likely this is a daemonic process, "
            "which may have no children, or JOBLIB_MULTIPROCESSING is 0; take Serial()."
        )


def _noted(note: Path, work: Callable[[Task], Result], task: Task) -> Done | Raised:
    """Attempt the work, with a note of it there for as long as it takes."""
    note.touch()
    outcome = attempt(work, task)
    note.unlink(missing_ok=True)
    return outcome
