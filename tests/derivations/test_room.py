"""The room `derivations` stands by itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[2] / "derivations"
FILES = sorted(ROOM.rglob("*.py"))
OTHER_ROOMS = {"numeric", "theorems", "reports", "fisherproof"}


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("path", FILES, ids=[str(f.relative_to(ROOM)) for f in FILES])
def test_no_file_imports_another_room(path: Path) -> None:
    """Derivations know nothing of measurements, claims or reports."""
    assert not OTHER_ROOMS & imported(path)


@pytest.mark.parametrize("module", ["derivations", "derivations.matrix_algebra"])
def test_what_needs_no_sympy_does_not_import_it(module: str) -> None:
    """The package and the free matrix algebra load without SymPy."""
    code = f"import sys, {module}; sys.exit('sympy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOM.parent, check=False).returncode == 0


def test_the_forbidden_tools_are_not_used() -> None:
    """No file calls SymPy's `simplify`, `equals` or `nsimplify`."""
    calls = {
        (path.name, node.func.attr)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }

    assert not {name for _, name in calls} & {"simplify", "equals", "nsimplify"}
    assert ("ladder.py", "together") in calls
