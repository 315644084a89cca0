"""What the tests of the door share: the toy engine, an empty folder to work in, the command line."""

import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from fisherproof.cli import main
from fisherproof.limits import Limits

ENGINES = Path(__file__).parent / "engines"
ENGINE = "toy_engine"

# A command line of our own over the toy engine, for tests that need a process to kill.
COMMAND = f"""
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell's background jobs are denied
sys.path[:] = {[str(ENGINES), *sys.path]!r}
from fisherproof import process
from fisherproof.cli import main
process.PRELOAD = ()
sys.exit(main(engine={ENGINE!r}))
"""


class Outcome(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def until():
    """Wait until a condition holds and give its value; an error after 20 s."""

    def until(condition):
        end = time.monotonic() + 20
        while not (result := condition()):
            if time.monotonic() > end:
                raise TimeoutError("what the test waits for did not happen within 20 s")
            time.sleep(0.01)
        return result

    return until


@pytest.fixture
def ended():
    """Tell whether a process has ended; a zombie has."""

    def ended(pid):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        return state in {"Z", "X"}

    return ended


@pytest.fixture
def all_ended(log, ended):
    """Tell whether every worker that the log names has ended."""
    return lambda: all(ended(line.split()[0]) for line in log.read_text().splitlines())


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch):
    """Every test works in a folder of its own, with the toy engine importable and no SymPy preloaded."""
    monkeypatch.setattr("fisherproof.process.PRELOAD", ())
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(ENGINES)
    for name in ("TOY_IDS", "TOY_LOG", "TOY_SLOW", "TOY_VERSION", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def limits():
    """Limits small enough to wait for: 1 s of CPU, 200 MiB; on a busy machine up to a minute of wall time."""
    return Limits(cpu=1, memory=200, wall=60.0)


@pytest.fixture
def run(capfd):
    """The command line in this process, over the toy engine, without reports unless asked for."""

    def run(*arguments):
        code = main([str(a) for a in arguments], engine=ENGINE)
        return Outcome(code, *capfd.readouterr())

    return run


@pytest.fixture
def start():
    """The command line in a process of its own; ended with the test."""
    started = []

    def start(*arguments, **options):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
        command = [sys.executable, "-c", COMMAND, *map(str, arguments)]
        started.append(subprocess.Popen(command, **pipes))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def log(tmp_path, monkeypatch):
    """File with a line for each check that was really run."""
    path = tmp_path / "toy.log"
    path.touch()
    monkeypatch.setenv("TOY_LOG", str(path))
    return path
