"""Imports between the rooms run one way, and what must stand alone does."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import fisherproof

ROOT = Path(fisherproof.__file__).parents[1]
ROOMS = {"derivations", "numeric", "theorems", "reports", "fisherproof"}
MAY = {
    "derivations": set(),
    "numeric": set(),
    "theorems": {"derivations", "numeric"},
    "reports": set(),
    "fisherproof": {"reports", "theorems", "derivations", "numeric"},
}


def imported(path):
    """Every (top-level package, dotted module) that a file imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_imports_only_what_stands_below_it(room):
    """fisherproof → reports → theorems → {derivations, numeric}, and never back or across."""
    files = sorted((ROOT / room).rglob("*.py"))
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in files
        for module in sorted(imported(path))
        if module.split(".")[0] in ROOMS - MAY[room] - {room}
    ]

    assert files
    assert wrong == []


def test_replaying_rests_on_exact_numbers_and_balls_alone():
    """The code that decides certificates imports flint, the standard library and itself."""
    files = sorted((ROOT / "fisherproof" / "replaying").glob("*.py"))
    modules = {module for path in files for module in imported(path)}
    wrong = {
        module
        for module in modules
        if module.split(".")[0] not in {"flint", *sys.stdlib_module_names}
        and not module.startswith("fisherproof.replaying")
    }

    assert len(files) >= 4
    assert set() == wrong


def test_replaying_is_far_smaller_than_the_verifier():
    """A reader can go through what a refutation rests on: under a third of the lines of the verifier."""

    def lines(*folders, without=()):
        return sum(
            len(path.read_text(encoding="utf-8").splitlines())
            for folder in folders
            for path in (ROOT / folder).rglob("*.py")
            if not set(without) & set(path.parts)
        )

    assert lines("fisherproof/replaying") < 0.3 * lines(
        "theorems", "derivations", "numeric", without={"claims"}
    )


def test_no_module_is_named_for_nothing():
    """No file is called utils, helpers, common or misc."""
    names = {path.stem for room in ROOMS for path in (ROOT / room).rglob("*.py")}

    assert not {"utils", "helpers", "common", "misc"} & names


def test_every_module_says_what_it_is():
    """Each file of the code folders begins with a docstring."""
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]

    assert [str(p) for p in files if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))] == []
