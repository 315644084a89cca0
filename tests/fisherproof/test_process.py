"""A check in a process of its own: whatever it does, it ends, and we can say why."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from fisherproof.errors import FisherproofError
from fisherproof.limits import Limits, cause_of_death
from fisherproof.process import Pool

ENGINES = Path(__file__).parent / "engines"
OPTIONS = {"seed": 7, "profile": "default"}


@pytest.fixture
def pool(limits):
    """A pool over the toy engine."""
    with Pool("toy_engine", limits=limits) as pool:
        yield pool


def outcome(pool, behaviour):
    """Run one toy check and give what became of it."""
    number = pool.submit((f"toy.1.{behaviour}", "reading A", "symbolic"), OPTIONS)
    returned, finished = pool.next()
    assert number == returned
    return finished


def test_a_check_returns_its_evidence(pool):
    """Evidence arrives as the engine gave it, and may be kept."""
    finished = outcome(pool, "holds")

    assert [e["outcome"] for e in finished.evidence] == ["supports"]
    assert finished.settled


@pytest.mark.parametrize(
    ("behaviour", "kind", "detail"),
    [
        ("integrates", "killed", "time limit 1 s"),
        ("hangs-in-c", "killed", "time limit 1 s"),
        ("sleeps", "killed", "time limit 1.5 s (wall time)"),
        ("bombs", "killed", "memory limit 200 MiB"),
        ("bombs-in-c", "killed", "memory limit 200 MiB"),
        ("kills-itself", "killed", "died with signal 9"),
        ("exits-hard", "killed", "ended with exit code 7 and no evidence"),
        ("floods", "killed", "more than 64 MiB of evidence"),
        ("exits", "error", "SystemExit: a check called sys.exit"),
        ("raises", "error", "ZeroDivisionError: the claim module\\nraises"),
        ("nonsense", "error", "TypeError: run_check returned ['supports'], not a list of evidence dicts"),
        ("nan", "error", "ValueError: Out of range float values are not JSON compliant"),
    ],
)
def test_a_check_that_misbehaves_is_ended_and_the_rest_goes_on(behaviour, kind, detail, limits):
    """The evidence of a killed or failing check gives the reason, is not kept, and the next check runs."""
    special = {
        "floods": Limits(cpu=20, memory=1024, wall=60.0),
        "sleeps": Limits(cpu=1, memory=200, wall=1.5),
    }
    with Pool("toy_engine", limits=special.get(behaviour, limits)) as pool:
        finished = outcome(pool, behaviour)
        after = outcome(pool, "holds")

    assert [("reading A", "symbolic", kind)] == [
        (e["subject"], e["route"], e["outcome"]) for e in finished.evidence
    ]
    assert finished.evidence[0]["detail"].startswith(detail)
    assert not finished.settled
    assert after.settled


def test_a_route_may_have_nothing_to_say(pool):
    """No evidence is an answer, and may be kept; what follows from it is for the verdict to say."""
    assert outcome(pool, "nothing") == ([], pytest.approx(0, abs=1), True)


def test_what_a_check_prints_does_not_reach_our_output(pool, capfd):
    """Standard output is for the record alone."""
    finished = outcome(pool, "prints")

    assert finished.settled
    assert capfd.readouterr() == ("", "")


def test_what_a_check_has_started_dies_with_it(pool, log, ended, until):
    """A killed check leaves no process behind."""
    finished = outcome(pool, "spawns")

    assert finished.evidence[0]["outcome"] == "killed"
    until(lambda: ended(int(log.read_text())))


def test_sets_iterate_alike_in_every_run(limits, monkeypatch):
    """The hash seed of a worker is fixed, whatever that of its parent."""
    observed = set()
    for seed in ("1", "2", "random"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        with Pool("toy_engine", limits=limits) as pool:
            observed.add(outcome(pool, "iterates").evidence[0]["observed"])

    assert len(observed) == 1


def test_checks_run_side_by_side(pool):
    """Two hanging checks on two processes are both killed and both reported, under their own numbers."""
    numbers = {pool.submit((f"toy.{n}.hangs", "reading A", "symbolic"), OPTIONS) for n in (1, 2)}

    assert numbers == {pool.next()[0], pool.next()[0]}
    assert len(pool) == 0


def test_a_worker_finds_what_it_needs_loaded(limits, monkeypatch):
    """SymPy, NumPy, python-flint and what the engine names are loaded once for all workers."""
    monkeypatch.undo()
    monkeypatch.syspath_prepend(ENGINES)
    with Pool("toy_engine", limits=limits) as pool:
        finished = outcome(pool, "has-loaded")

    assert finished.evidence[0]["observed"] == "sympy numpy flint colorsys"


def test_waiting_for_nothing_is_an_error(pool):
    """A pool without a check says so, instead of waiting for ever."""
    with pytest.raises(RuntimeError, match="no check is running"):
        pool.next()


def test_a_pool_without_checks_starts_no_process(limits):
    """A run that finds everything in its ledger costs no process."""
    with Pool("toy_engine", limits=limits) as pool:
        pass

    assert pool._server is None


def test_a_killed_fork_server_is_replaced(pool, log, ended, until):
    """Checks that went down with the fork server are reported, their workers end, later checks run."""
    outcome(pool, "holds")
    number = pool.submit(("toy.1.sleeps", "reading A", "symbolic"), OPTIONS)
    worker = until(lambda: [line for line in log.read_text().splitlines() if "sleeps" in line])[0].split()[0]
    os.kill(pool._server.pid, signal.SIGKILL)

    returned, finished = pool.next()

    assert number == returned
    assert finished.evidence[0]["detail"] == "the process that started it was killed"
    until(lambda: ended(worker))
    assert outcome(pool, "holds").settled


def test_a_fork_server_that_cannot_live_is_our_fault(pool, monkeypatch):
    """Three dead fork servers in a row end the run with exit code 3 instead of going round for ever."""
    monkeypatch.setattr("fisherproof.process._START", "import sys; sys.exit(1)")

    with pytest.raises(FisherproofError, match="died 3 times in a row") as caught:
        for _ in range(3):
            outcome(pool, "holds")

    assert caught.value.code == 3


@pytest.mark.parametrize("behaviour", ["sleeps", "hangs-in-c"])
def test_no_worker_outlives_a_killed_parent(behaviour, log, ended, until):
    """SIGKILL of the run ends its workers at once, also one that never leaves C code."""
    script = f"""
        import sys; sys.path[:] = {sys.path!r}
        from fisherproof.limits import Limits
        from fisherproof.process import Pool
        pool = Pool("toy_engine", limits=Limits(600, 200, 600.0))
        pool.submit(("toy.1.{behaviour}", "reading A", "symbolic"), {OPTIONS!r})
        pool.next()
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)])
    worker = until(lambda: log.read_text().endswith("\n") and log.read_text().split()[0])

    parent.kill()
    parent.wait()

    until(lambda: ended(worker))


@pytest.mark.parametrize(
    ("number", "cpu", "printed", "expected"),
    [
        (signal.SIGXCPU, 1.0, "", "time limit 1 s"),
        (signal.SIGKILL, 3.0, "", "time limit 1 s"),
        (signal.SIGKILL, 0.2, "last words", "died with signal 9"),
        (signal.SIGABRT, 0.2, "Unable to allocate memory", "memory limit 200 MiB"),
        (signal.SIGABRT, 0.2, "first\nwhat(): std::bad_alloc\n", "memory limit 200 MiB"),
        (signal.SIGSEGV, 0.2, "", "died with signal 11"),
        (signal.SIGABRT, 0.2, "one\ntwo\n", "died with signal 6 (two)"),
    ],
)
def test_the_cause_of_death_is_named(number, cpu, printed, expected, limits):
    """A signal, the CPU time used and the last words tell a limit from an accident."""
    assert expected == cause_of_death(number, cpu, printed, limits)


def test_a_profile_gives_its_own_limits():
    """The deep profile allows more CPU time, and a given time replaces that of the profile."""
    assert Limits.of("quick").cpu < Limits.of("deep").cpu
    assert Limits.of("deep", cpu=5).cpu == 5
    assert Limits.of("default").wall > Limits.of("default").cpu
