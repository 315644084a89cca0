"""The catalogue: every claim that ships, found by reading its files, not by a central list.

Ids, sections and titles are read from the source by Python's own parser without
importing anything, so that listing is quick and a module that fails to import
still has its claims known by name.
"""

from __future__ import annotations

import ast
import importlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from theorems.claim import Claim

ROOT = Path(__file__).parent / "claims"


@dataclass(frozen=True)
class Entry:
    """What is known of a claim without importing it.

    module  the dotted name of the module that holds it.
    path    its source file.
    """

    id: str
    document: str
    kind: str
    section: str
    title: str
    module: str
    path: Path


def constant(call: ast.Call, keyword: str, default: str = "") -> str:
    """A keyword argument of a call when it is a plain string."""
    for argument in call.keywords:
        if argument.arg == keyword and isinstance(argument.value, ast.Constant):
            return str(argument.value.value)
    return default


def read_entries(path: Path, module: str, document: str) -> list[Entry]:
    """The claims of one source file, in the order in which they stand.

    A file that is not Python still has its claims known by their ids, so that
    each is reported with the error instead of vanishing.
    """
    text = path.read_text(encoding="utf-8")
    try:
        tree = ast.parse(text, filename=str(path))
    except SyntaxError:
        ids = re.findall(r"""^\s*id=["']([^"'\s]+)["']""", text, flags=re.MULTILINE)
        return [Entry(i, document, "mathematical", "", "", module, path) for i in ids]
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Claim"
    ]
    calls.sort(key=lambda call: call.lineno)
    return [
        Entry(
            constant(call, "id"),
            constant(call, "document", document),
            constant(call, "kind", "mathematical"),
            constant(call, "section"),
            constant(call, "title"),
            module,
            path,
        )
        for call in calls
        if constant(call, "id")
    ]


def section_key(entry: Entry) -> tuple[str, list[int], str]:
    """Document order: by the numbers of the section, then by place in the file."""
    numbers = [
        int(part) for part in entry.section.split(" ")[0].replace("/", ".").split(".") if part.isdigit()
    ]
    return (entry.document, numbers[:2], "")


@lru_cache(maxsize=1)
def entries() -> tuple[Entry, ...]:
    """Every claim of the catalogue in document order.

    Raises ValueError when two claims bear one id.
    """
    found: list[Entry] = []
    for path in sorted(ROOT.glob("*/*.py")):
        if path.name.startswith("_"):
            continue
        module = f"theorems.claims.{path.parent.name}.{path.stem}"
        found.extend(read_entries(path, module, path.parent.name))
    ids = [entry.id for entry in found]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise ValueError(f"two claims bear the id {twice[0]!r}; ids are permanent and name one claim each.")
    return tuple(sorted(found, key=section_key))


def find(claim_id: str) -> Entry:
    """The entry of an id.

    Raises KeyError when there is no such claim.
    """
    for entry in entries():
        if entry.id == claim_id:
            return entry
    raise KeyError(f"no claim has the id {claim_id!r}; `fisherproof list claims` shows all ids.")


def load(claim_id: str) -> Claim:
    """The claim itself; imports its module.

    Raises whatever the module raises, and LookupError when the module lacks the claim at run time.
    """
    entry = find(claim_id)
    return claim_in(importlib.import_module(entry.module), claim_id)


def claim_in(module: ModuleType, claim_id: str) -> Claim:
    """The claim of that id among a module's values."""
    for value in vars(module).values():
        if isinstance(value, Claim) and value.id == claim_id:
            return value
    raise LookupError(f"{module.__name__} mentions {claim_id!r} but holds no such claim after import.")
