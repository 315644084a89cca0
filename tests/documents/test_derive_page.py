"""The page on `derive` is true: its commands and its code run, and its table names the fields."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from fisherproof import deriving
from fisherproof.cli import main

PAGE = (Path(__file__).parents[2] / "docs" / "derive.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ fisherproof (.*)$", PAGE, flags=re.MULTILINE)
CODE = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_page_has_commands_and_code():
    """Seven commands and one block are shown."""
    assert (len(COMMANDS), len(CODE)) == (7, 1)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs_and_is_confirmed(command, capsys):
    """Exit 0 with a confirmed matrix; 1 for the family whose support moves, as the page says."""
    code = main(shlex.split(command))
    out = capsys.readouterr().out

    assert code == int("uniform" in command)
    assert ("confirmed to" in out or '"confirmed_digits": 30' in out) == (code == 0)


def test_the_code_runs(capsys):
    """The block runs as it stands and prints what it says."""
    exec(compile(CODE[0], "derive.md", "exec"), {})

    assert "30\n-1 sqrt(2)*acosh" in capsys.readouterr().out


def test_the_table_names_every_field():
    """Every field of the dict has its row, and no row is of another."""
    named = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", PAGE, flags=re.MULTILINE))))

    assert named == {*deriving.FIELDS, "seconds", "seconds_by_field", "reasons"}
