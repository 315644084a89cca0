"""The page on testing is true: its ten lines do what it says under pytest, its code runs, its names exist."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import fisherproof
from fisherproof import testing

ROOT = Path(fisherproof.__file__).parents[1]
PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
CODE = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
SHOWN = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """What pytest says of the ten lines in a folder of their own, with warnings as errors."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "test_mine.py").write_text(CODE[0], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-W", "error", "-p", "no:cacheprovider", "-p", "no:randomly", "-rA"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout


def test_the_first_file_has_at_most_ten_lines():
    """As the page says."""
    assert len(CODE[0].splitlines()) <= 10
    assert len(CODE) == 6
    assert len(SHOWN) == 2


def test_the_ten_lines_tell_descent_flow_and_step_apart(project):
    """Plain descent and the third order fail, the flow of the natural gradient passes."""
    out = project

    assert re.search(r"^PASSED test_mine\.py::test_flow", out, flags=re.MULTILINE)
    assert re.search(r"^FAILED test_mine\.py::test_descent", out, flags=re.MULTILINE)
    assert re.search(r"^FAILED test_mine\.py::test_step", out, flags=re.MULTILINE)
    assert "2 failed, 1 passed" in out


@pytest.mark.parametrize("shown", SHOWN)
def test_what_the_page_shows_is_what_is_printed(project, shown):
    """Line by line, behind pytest's mark of an error, whatever the size of rounding."""
    out = project
    bare = re.sub(r"(errors explain) \S+", r"\1 rounding", out)
    printed = [re.sub(r"^E\s{3}(\S*Error: )?", "", line).strip() for line in bare.splitlines()]

    wanted = [line.strip() for line in re.sub(r"(errors explain) \S+", r"\1 rounding", shown).splitlines()]
    starts = [k for k, line in enumerate(printed) if line.endswith(wanted[0])]

    assert any(printed[k + 1 : k + len(wanted)] == wanted[1:] for k in starts)


def test_the_failures_show_no_line_of_ours(project):
    """Tracebacks end where the person's file calls the assertion."""
    out = project

    assert "fisherproof/testing/search.py" not in out
    assert "hypothesis/core.py" not in out


@pytest.mark.parametrize("code", CODE[1:])
def test_the_code_runs(code, capsys):
    """Each block runs as it stands, and prints what the page says where it prints."""
    exec(compile(code, "testing.md", "exec"), {})

    printed = capsys.readouterr().out
    assert all(f"`{line}`" in PAGE for line in printed.splitlines())


def test_every_name_on_the_page_exists():
    """Assertions, strategies and groups of charts in code font are names of the door."""
    called = set(re.findall(r"`(\w+)\(", PAGE)) - {"direction", "metric", "log_prior", "step"}
    methods = {"loss", "gradient", "fisher", "log_density", "score", "sample"}

    assert called - methods <= set(testing.__all__)
    assert {name for name in testing.__all__ if name.startswith("assert_")} <= called
