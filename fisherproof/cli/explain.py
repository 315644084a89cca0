"""`fisherproof explain`: one claim in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from fisherproof.checking import SEED
from fisherproof.cli.options import json_option, ledger_option, print_json


@click.command()
@click.argument("claim")
@click.option("--run", "run_name", help="Name or number of a run; the last one by default.")
@ledger_option
@json_option
@click.pass_context
def explain(context: click.Context, *, claim: str, run_name: str | None, ledger: Path, as_json: bool) -> None:
    """Show one claim in full: what it says, how it is read, what was found, how to see it again."""
    from fisherproof.engine import catalogue, load
    from fisherproof.selection import unknown

    engine = load(context.obj)
    ids = [entry["id"] for entry in catalogue(engine)]
    if claim not in ids:
        raise unknown("claim", claim, ids)
    run, found = _found(claim, run_name, ledger)
    record = found or engine.conclude(claim, {"seed": SEED, "profile": "default"}, [])
    if as_json:
        print_json(
            {
                "schema": 1,
                "run": run,
                "claim": {k: v for k, v in record.items() if k != "certificate_document"},
            }
        )
        return
    for line in _page(record, run or {}, checked=found is not None):
        click.echo(line)


def _found(
    claim: str, run_name: str | None, ledger: Path
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Look for the claim in the named run, or in the newest that holds it; (None, None) if never checked."""
    from fisherproof.errors import FisherproofError
    from fisherproof.ledger import open_to_read

    if run_name is None and not ledger.exists():
        return None, None
    with open_to_read(ledger) as store:
        names = (
            [run_name]
            if run_name is not None
            else [str(r.number) for r in reversed(store.runs()) if r.claims]
        )
        for name in names:
            record = store.record(name)
            for found in record["claims"]:
                if found["id"] == claim:
                    return record["run"], found
    if run_name is not None:
        raise FisherproofError(f"the run '{run_name}' did not check {claim}.")
    return None, None


def _page(claim: Mapping[str, Any], run: Mapping[str, Any], *, checked: bool) -> Iterator[str]:
    from fisherproof.errors import shown
    from fisherproof.wording import again, block, headline

    yield headline(claim) if checked else f"{claim['id']}   not checked yet"
    yield from (line for line in block(claim, run) if checked and not line.startswith("   again"))
    place = f"{claim['document']} {claim['section']}"
    yield f"   {shown(place)}: {shown(claim['title'], limit=400)} ({claim['kind']})"
    yield from _part("statement", [claim["statement"]])
    yield from _part("setting", claim.get("setting", []))
    yield from _part("readings", [_reading(r) for r in claim.get("readings", [])])
    if checked:
        yield from _part("evidence", [_evidence(e) for e in claim["evidence"]])
        yield from _part(
            "mutants", [f"{m['outcome']}: {m['operator']}, {m['text']}" for m in claim.get("mutants", [])]
        )
    yield from _part("beware", [claim["beware"]] if claim.get("beware") else [])
    yield from _part("sources", claim.get("sources", []))
    yield from _part("again", [again(claim["id"], run)])


def _part(title: str, lines: list[str]) -> Iterator[str]:
    """Give a titled part of the page; nothing where there is nothing to say."""
    from fisherproof.errors import shown

    if lines:
        yield f"\n{title}"
    for line in lines:
        yield f"   {shown(' '.join(str(line).split()), limit=2000)}"


def _reading(reading: Mapping[str, Any]) -> str:
    literal = " (literal)" if reading["literal"] else ""
    verdict = f": {reading['verdict']}" if reading.get("verdict") else ""
    return f"{reading['label']}{literal}{verdict}  {reading['text']}"


def _evidence(evidence: Mapping[str, Any]) -> str:
    known = f" ({evidence['known']})" if evidence.get("known") else ""
    pair = (
        f"  required {evidence['required']}, observed {evidence['observed']}"
        if evidence.get("required")
        else ""
    )
    head = f"{evidence['subject']}, {evidence['route']}: {evidence['outcome']}{known}"
    return f"{head}  {evidence.get('detail') or ''}{pair}"
