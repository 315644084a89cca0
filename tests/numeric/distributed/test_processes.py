"""Real processes give the bits of this one, whatever their number, and say what they failed or died of.

Work is defined inside the tests: it is pickled by value, as the processes cannot import test modules.
"""

import os
import signal
from multiprocessing import current_process

import numpy as np
import pytest

from numeric import curvature, distributed
from numeric.agreement import digits_agreed
from numeric.distributed import (
    ExecutorError,
    Processes,
    Schedule,
    Serial,
    WorkerDiedError,
    WorkError,
    start,
    step,
)
from numeric.solvers.errors import SingularFactorError

TWO, THREE = Processes(workers=2), Processes(workers=3)
TASKS = {f"piece {i}": i for i in range(4)}


def test_two_and_three_processes_give_the_bits_of_this_one(problem):
    """Fisher matrix, EKFAC and three steps with a stale one, over shards of 3, 1, 7 and 2 examples."""
    case = problem("gaussian")
    schedule = Schedule(rate=0.3, damping=0.2, period=2)

    def everything(executor):
        F = distributed.fisher(case.network, case.theta, case.shards, executor=executor)
        bases = distributed.ekfac(case.network, case.theta, case.shards, executor=executor)
        training = start(case.network, case.theta)
        for _ in range(3):
            training = step(case.network, training, case.shards, schedule=schedule, executor=executor)
        return [F, training.theta, *(array for b in bases for array in (b.U_A, b.U_G, b.moments))]

    expected = everything(Serial())

    assert digits_agreed(curvature.fisher(case.network, case.theta, case.x), expected[0]) > 14
    for executor in (TWO, THREE):
        assert all(map(np.array_equal, expected, everything(executor)))


def test_work_is_done_in_other_processes_of_a_fixed_number_of_threads():
    """None is this one; one thread of linear algebra in each, with two processes as with three."""

    def where(_):
        return os.getpid(), os.environ["OMP_NUM_THREADS"], os.environ["OPENBLAS_NUM_THREADS"]

    for executor in (THREE, TWO):
        found = executor.run(where, TASKS)

        assert os.getpid() not in {pid for pid, *_ in found}
        assert {threads for _, *threads in map(list, found) for threads in threads} == {"1"}


def test_results_come_back_in_the_order_of_the_tasks():
    """Though the first takes longest."""

    def work(i):
        return i, sum(range(200_000 if i == 0 else 1)) * 0

    assert TWO.run(work, TASKS) == ((0, 0), (1, 0), (2, 0), (3, 0))


@pytest.mark.parametrize("executor", [Serial(), TWO])
def test_work_that_raises_is_named_with_the_error_it_raised(executor):
    """An error that cannot be unpickled, and one that would end the program, come back as text."""

    def singular(i):
        if i == 2:
            raise SingularFactorError("the factor A is not positive definite", eigenvalue=0.0)

    def leaving(i):
        if i == 3:
            raise SystemExit(5)

    with pytest.raises(WorkError, match="piece 2: SingularFactorError: the factor A is not") as caught:
        executor.run(singular, TASKS)
    with pytest.raises(WorkError, match="piece 3: SystemExit: 5"):
        executor.run(leaving, TASKS)

    assert (caught.value.name, caught.value.kind) == ("piece 2", "SingularFactorError")
    assert "in singular" in caught.value.trace


def test_a_process_that_dies_names_its_shard_and_the_next_call_works(problem):
    """Shard 2 kills whoever computes it; the one computed beside it is not blamed."""
    case, here = problem("gaussian"), os.getpid()

    def deadly(network, theta, shard):
        if shard.index == 2 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return (shard.x,)

    with pytest.raises(
        WorkerDiedError, match=r"^shard 2 of 4 \(examples 4 to 10\): the process .* died"
    ) as caught:
        distributed.measure(deadly, case.network, case.theta, case.shards, executor=TWO)

    assert caught.value.names == (case.shards[2].name,)
    assert TWO.run(abs, TASKS) == (0, 1, 2, 3)


def test_a_death_that_does_not_happen_again_names_all_that_were_in_progress(tmp_path):
    """Piece 1 dies the first time alone: memory, likely, and the advice is fewer workers."""
    here, seen = os.getpid(), tmp_path / "seen"

    def once(i):
        if i == 1 and os.getpid() != here and not seen.exists():
            seen.touch()
            os._exit(7)
        return i

    with pytest.raises(
        WorkerDiedError, match=r"alone, none of them ends its process.*fewer workers"
    ) as caught:
        TWO.run(once, TASKS)

    assert "piece 1" in caught.value.names
    assert len(caught.value.names) <= 2


def test_what_cannot_be_sent_is_refused_with_advice():
    """A generator in the work, and one as its result."""
    numbers = (n for n in [1])

    for work in (lambda i: next(numbers), lambda i: (n for n in [i])):
        with pytest.raises(ExecutorError, match=r"cannot be sent: .*cannot pickle 'generator' object. Leave"):
            TWO.run(work, TASKS)


@pytest.mark.parametrize(
    "wrong", [{"workers": 1}, {"workers": 0}, {"workers": 2.0}, {"workers": 2, "threads": 0}]
)
def test_numbers_of_processes_and_threads_must_be_whole_and_large_enough(wrong):
    """One process is Serial's business."""
    with pytest.raises(ExecutorError, match="a whole number, at least"):
        Processes(**wrong)


def test_where_no_process_can_be_started_nothing_is_computed_in_silence(monkeypatch):
    """A daemonic process may have no children, and joblib would compute in it instead."""
    monkeypatch.setitem(current_process()._config, "daemon", True)

    with pytest.raises(
        ExecutorError, match=r"2 processes are wanted, and here joblib starts none.*Serial\(\)"
    ):
        TWO.run(abs, TASKS)
