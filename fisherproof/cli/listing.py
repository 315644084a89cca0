"""`fisherproof list`: claims, families, kernels, runs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fisherproof.cli.options import json_option, ledger_option, print_json

KINDS = ("claims", "families", "kernels", "runs")
_FIELDS = ("id", "document", "kind", "section", "title")


@click.command("list")
@click.argument("kind", type=click.Choice(KINDS), default="claims")
@ledger_option
@json_option
@click.pass_context
def list_(context: click.Context, *, kind: str, ledger: Path, as_json: bool) -> None:
    """List the claims (by default), the families, the kernels, or the runs in the ledger."""
    rows = _rows(kind, context.obj, ledger)
    if as_json:
        print_json({"schema": 1, kind: rows})
        return
    columns = {"claims": ("id", "section", "title"), "runs": ("number", "name", "started", "state", "claims")}
    _table(
        [
            [str(row[c] if row[c] is not None else "-") for c in columns.get(kind, ("name", "title"))]
            for row in rows
        ]
    )


def _rows(kind: str, engine: str, ledger: Path) -> list[dict[str, object]]:
    if kind == "claims":
        from fisherproof.engine import catalogue, load

        return [{name: entry[name] for name in _FIELDS} for entry in catalogue(load(engine))]
    if kind == "runs":
        from fisherproof.ledger import open_to_read

        with open_to_read(ledger) as store:
            return [dict(run._asdict()) for run in store.runs()]
    from fisherproof.inventory import inventory

    return [dict(item._asdict()) for item in inventory(kind)]


def _table(rows: list[list[str]]) -> None:
    """Print rows in columns; the last column may be of any length."""
    from fisherproof.errors import shown
    from fisherproof.terminal import terminal
    from fisherproof.wording import readable

    to = terminal(sys.stdout)
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)][:-1]
    for row in rows:
        head = "".join(f"{shown(cell):<{width}}   " for cell, width in zip(row, widths, strict=False))
        last = readable(row[-1], limit=400)
        indent = " " * (len(head) if to.columns is None or 2 * len(head) < to.columns else 6)
        for line in to.wrap(last, first=head, indent=indent):
            click.echo(line)
