"""`fisherproof compare`: what changed between two runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from fisherproof.cli.options import json_option, ledger_option, print_json
from fisherproof.terminal import terminal


@click.command()
@click.argument("old")
@click.argument("new")
@ledger_option
@json_option
@click.pass_context
def compare(context: click.Context, *, old: str, new: str, ledger: Path, as_json: bool) -> None:
    """Show what changed between two runs: record files, or names or numbers of runs in the ledger.

    Exits 1 if anything but times changed.
    """
    from fisherproof.compare import compare_records

    changes = compare_records(_record(old, ledger), _record(new, ledger))
    if as_json:
        print_json({"schema": 1, "changes": [dict(change._asdict()) for change in changes]})
    else:
        to = terminal(sys.stdout)
        for change in changes:
            for line in to.wrap(_line(change.claim, change.what, change.old, change.new), indent="   "):
                click.echo(line)
        click.echo(f"{len(changes)} {'change' if len(changes) == 1 else 'changes'}.")
    context.exit(int(bool(changes)))


def _record(name: str, ledger: Path) -> dict[str, Any]:
    """Read a record from a file where there is one, else from the run of that name."""
    from fisherproof.ledger import open_to_read
    from fisherproof.record import load_record, public

    if name.endswith(".json") or "/" in name:
        return load_record(name)
    with open_to_read(ledger) as store:
        return public(store.record(name))


def _line(claim: str, what: str, old: Any, new: Any) -> str:
    from fisherproof.errors import shown

    if what in {"added", "removed"}:
        return f"{shown(claim)}   {what} ({shown(new or old)})"
    if isinstance(old, list | dict) or isinstance(new, list | dict):
        return f"{shown(claim)}   {what} changed: {_inner(old, new)}"
    return f"{shown(claim)}   {what}: {_value(old)} -> {_value(new)}"


def _inner(old: Any, new: Any) -> str:
    """Name the parts of a field that differ, as far as a line goes."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        return ", ".join(f"{key} {_value(old.get(key))} -> {_value(new.get(key))}" for key in keys)
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = [(n, a, b) for n, (a, b) in enumerate(zip(old, new, strict=True), 1) if a != b]
        number, first, second = pairs[0]
        return f"{len(pairs)} of {len(old)}, first number {number}: {_inner(first, second)}"
    return f"{_value(old)} -> {_value(new)}"


def _value(value: Any) -> str:
    """Show a value of a record: a text with its formulas in Unicode, all else as JSON."""
    from fisherproof.errors import shown
    from fisherproof.wording import readable

    return readable(value, limit=300) if isinstance(value, str) else shown(json.dumps(value), limit=300)
