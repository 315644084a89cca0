"""What there is besides claims: families and kernels, read from their files without importing them.

A family is a file below `derivations/families`, a kernel a file below `numeric` with a public function;
the first line of its docstring is its title. Nothing is registered anywhere: a new file is listed by being
there.
"""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from typing import NamedTuple

PLACES = {"families": ("derivations", "families"), "kernels": ("numeric", "")}


class Item(NamedTuple):
    """A family or a kernel: its name, and one line about it."""

    name: str
    title: str


def inventory(kind: str) -> list[Item]:
    """List what there is of a kind, by name.

    kind  "families" or "kernels".
    """
    package, inner = PLACES[kind]
    root = _folder(package)
    if root is None:
        return []
    items = []
    for file in sorted((root / inner).rglob("*.py")):
        path = file.relative_to(root / inner).with_suffix("")
        tree = None if any(part.startswith("_") for part in path.parts) else _tree(file)
        if tree is not None and (kind == "families" or _acts(tree)):
            items.append(Item(".".join(path.parts), (ast.get_docstring(tree) or "").partition("\n")[0]))
    return items


def _folder(package: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


def _tree(file: Path) -> ast.Module | None:
    try:
        return ast.parse(file.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return None  # its own import will say so where it is used


def _acts(tree: ast.Module) -> bool:
    """Tell whether a module offers a public function."""
    return any(isinstance(node, ast.FunctionDef) and not node.name.startswith("_") for node in tree.body)
