"""The command as a process: what it loads, what a terminal sees, what becomes of output nobody takes."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from fisherproof.cli import main


@pytest.mark.parametrize("arguments", [["--help"], ["list"], ["check", "--help"], ["list", "families"]])
def test_help_and_list_load_no_mathematics(arguments):
    """What must start quickly imports neither SymPy nor NumPy."""
    script = (
        f"import sys; sys.path[:] = {sys.path!r}; from fisherproof.cli import main; "
        f"main({arguments!r}, engine='toy_engine'); "
        "sys.exit(not {'sympy', 'numpy', 'scipy', 'rich'}.isdisjoint(sys.modules))"
    )

    assert (
        subprocess.run([sys.executable, "-c", script], stdout=subprocess.DEVNULL, check=False).returncode == 0
    )


def on_a_terminal(start, *arguments, **environment):
    """Run a command with a terminal as its output and give what it wrote there."""
    ours, theirs = pty.openpty()
    options = {"stdout": theirs, "stderr": theirs, "env": {**os.environ, "TERM": "xterm", **environment}}
    process = start(*arguments, **options)
    os.close(theirs)
    written = b""
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:  # Linux ends a terminal whose other side is closed with EIO
            data = b""
        if not data:
            break
        written += data
    os.close(ours)
    assert process.wait() == 0
    return written.decode()


def test_a_terminal_gets_a_bar_and_colour_unless_it_declines(start):
    """Progress and colour on a terminal, no colour with NO_COLOR."""
    coloured = on_a_terminal(start, "check", "--no-report")
    plain = on_a_terminal(start, "check", "--no-report", NO_COLOR="1")

    assert "checking" in coloured
    assert "\x1b[32m" in coloured or "\x1b[32mholds" in coloured
    assert "checking" in plain
    assert "\x1b[32m" not in plain
    for text in (coloured, plain):
        assert "toy.1.refuted" in text


def test_output_that_nobody_reads_is_no_fault(start):
    """A closed pipe ends the command quietly; a full device is exit code 3."""
    cut = start("list")
    cut.stdout.close()
    with Path("/dev/full").open("w") as full:
        stuck = start("list", stdout=full)
        _, err = stuck.communicate()

    assert cut.stderr.read() == ""
    cut.wait()
    assert stuck.returncode == 3
    assert len(err.splitlines()) == 1
    assert "No space left on device" in err


def test_the_module_is_the_command(start):
    """`python -m fisherproof` runs the same command line."""
    result = subprocess.run(
        [sys.executable, "-m", "fisherproof", "--help"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert result.returncode == 0
    assert result.stdout.startswith("Usage: fisherproof ")
    assert main(["--help"]) == 0
