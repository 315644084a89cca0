"""A dask cluster of two processes gives the bits of this one, and says what it failed or died of."""

import os
from contextlib import contextmanager

import numpy as np
import pytest

from numeric import distributed
from numeric.distributed import (
    Cluster,
    ExecutorError,
    Schedule,
    Serial,
    WorkerDiedError,
    WorkError,
    start,
    step,
)
from numeric.solvers.errors import SingularFactorError

TASKS = {f"piece {i}": i for i in range(4)}


@contextmanager
def cluster(workers, deaths=3):
    """A client of so many workers of one thread each, which gives a piece up after so many deaths."""
    import dask
    from distributed import Client, LocalCluster

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": deaths}),
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as local,
        Client(local) as client,
    ):
        if workers:
            client.wait_for_workers(workers)
        yield Cluster(client)


@pytest.mark.external
def test_a_cluster_gives_the_bits_of_this_process_and_names_work_that_raises(problem):
    """Fisher matrix, EKFAC and two steps; an error that cannot be unpickled comes back as text."""
    case, schedule = problem("gaussian"), Schedule(rate=0.3, damping=0.2)

    def everything(executor):
        F = distributed.fisher(case.network, case.theta, case.shards, executor=executor)
        bases = distributed.ekfac(case.network, case.theta, case.shards, executor=executor)
        training = start(case.network, case.theta)
        for _ in range(2):
            training = step(case.network, training, case.shards, schedule=schedule, executor=executor)
        return [F, training.theta, *(array for b in bases for array in (b.U_A, b.U_G, b.moments))]

    def singular(i):
        if i == 2:
            raise SingularFactorError("the factor A is not positive definite", eigenvalue=0.0)
        return os.getpid()

    with cluster(2) as executor:
        found = everything(executor)
        workers, pids = executor.workers, executor.run(singular, {"piece 1": 1})
        with pytest.raises(WorkError, match="piece 2: SingularFactorError: the factor A is not"):
            executor.run(singular, TASKS)

    assert all(map(np.array_equal, everything(Serial()), found))
    assert workers == 2
    assert os.getpid() not in pids


@pytest.mark.external
def test_a_worker_that_dies_names_its_piece_of_work():
    """Piece 2 ends whoever computes it, and is given up at the first death."""
    here = os.getpid()

    def deadly(i):
        if i == 2 and os.getpid() != here:
            os._exit(7)
        return i

    with (
        cluster(2, deaths=0) as executor,
        pytest.raises(WorkerDiedError, match=r"^piece 2: every worker that computed it died") as caught,
    ):
        executor.run(deadly, {"piece 2": 2})

    assert caught.value.names == ("piece 2",)


@pytest.mark.external
def test_a_cluster_without_workers_is_refused():
    """Work would wait for ever."""
    with cluster(0) as executor, pytest.raises(ExecutorError, match="no worker: start one"):
        executor.run(abs, TASKS)
