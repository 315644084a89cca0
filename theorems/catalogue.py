"""The catalogue: every claim that ships, found by reading its files, not by a central list.

Ids, sections and titles are read from the source by Python's own parser without
importing anything, so that listing is quick and a module that fails to import
still has its claims known by name.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from theorems.claim import Claim

ROOT = Path(__file__).parent / "claims"
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)+")  # dotted words, safe as a file's name


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

    Nothing vanishes: a file that is not Python has its claims known by their ids, or
    by its own name if none can be read; a claim whose id is not a plain string is
    known by its line. Loading any of these says what is wrong.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        tree = ast.parse(text, filename=str(path))
    except (SyntaxError, ValueError, RecursionError):
        ids = re.findall(r"""\bid=["']([^"'\s]+)["']""", text) or [f"{document}.{path.stem}"]
        return [Entry(i, document, "mathematical", "?", "unreadable file", module, path) for i in ids]
    return [entry_of(call, path, module, document) for call in claim_calls(tree)]


def claim_calls(tree: ast.Module) -> list[ast.Call]:
    """Every call of Claim(...), from top to bottom."""
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Claim"
    ]
    return sorted(calls, key=lambda call: call.lineno)


def entry_of(call: ast.Call, path: Path, module: str, document: str) -> Entry:
    """What one call of Claim(...) says of itself in plain strings."""
    found = constant(call, "id")
    known = found if ID.fullmatch(found) else f"{document}.{path.stem}.line-{call.lineno}"
    return Entry(
        known,
        constant(call, "document", document),
        constant(call, "kind", "mathematical"),
        constant(call, "section", "?"),
        constant(call, "title", "a claim whose id is not a plain dotted string" if known != found else ""),
        module,
        path,
    )


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
        if path.name.startswith("_") or not path.is_file():
            continue
        module = f"theorems.claims.{path.parent.name}.{path.stem}"
        found.extend(read_entries(path, module, path.parent.name))
    ids = [entry.id for entry in found]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        files = " and ".join(sorted({entry.path.name for entry in found if entry.id == twice[0]}))
        raise ValueError(f"two claims bear the id {twice[0]!r}, in {files}; an id names one claim for ever.")
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
    with redirect_stdout(sys.stderr):  # what a module prints must not mix with our output
        return claim_in(importlib.import_module(entry.module), claim_id)


def claim_in(module: ModuleType, claim_id: str) -> Claim:
    """The claim of that id among a module's values."""
    for value in vars(module).values():
        if isinstance(value, Claim) and value.id == claim_id:
            return value
    raise LookupError(
        f"{module.__name__} holds no claim {claim_id!r} after import; write id= as a plain string, such as "
        f"{'demo.my-claim'!r}, in a Claim(...) bound to a name of the module."
    )
