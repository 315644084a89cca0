"""`fisherproof explain`: one claim in full."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from fisherproof.checking import SEED
from fisherproof.cli.options import json_option, ledger_option, print_json
from fisherproof.terminal import Terminal, terminal

_INDENT = "   "
_OUTCOMES = {"supports": "green", "refutes": "red", "undecided": "yellow", "killed": "yellow", "error": "red"}
_FATES = ("survived", "equivalent", "rejected", "refuted")


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
    to = terminal(sys.stdout)
    for line in _page(record, run or {}, to, checked=found is not None):
        click.echo(line, color=to.colour)


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


def _page(claim: Mapping[str, Any], run: Mapping[str, Any], to: Terminal, *, checked: bool) -> Iterator[str]:
    from fisherproof.errors import shown
    from fisherproof.wording import again, block, headline, readable

    yield headline(claim, to) if checked else f"{shown(claim['id'])}   not checked yet"
    yield from block(claim, run, to)[:-1] if checked else []
    place = f"{claim['document']} {claim['section']}: {claim['title']} ({claim['kind']})"
    yield from to.wrap(readable(place), first=_INDENT, indent=_INDENT)
    yield from _part("statement", [claim["statement"]], to)
    yield from _part("setting", claim.get("setting", []), to)
    yield from _readings(claim.get("readings", []), to)
    if checked:
        yield from _evidence(claim["evidence"], to)
        yield from _counterexample(claim.get("counterexample"), to)
        yield from _mutants(claim, to)
    yield from _part("beware", [claim["beware"]] if claim.get("beware") else [], to)
    yield from _part("sources", claim.get("sources", []), to)
    yield f"\nagain\n{_INDENT}{again(claim['id'], run)}"


def _part(title: str, lines: Sequence[str], to: Terminal) -> Iterator[str]:
    """Give a titled part of the page; nothing where there is nothing to say."""
    from fisherproof.wording import readable

    if lines:
        yield f"\n{to.paint(title, 'bold')}"
    for line in lines:
        yield from to.wrap(readable(line), first=_INDENT, indent=_INDENT * 2)


def _readings(readings: Sequence[Mapping[str, Any]], to: Terminal) -> Iterator[str]:
    """Give each reading: verdict and words, then its formula, then the reason if there is one."""
    from fisherproof.wording import readable, readable_formula, verdict_word

    if readings:
        yield f"\n{to.paint('readings', 'bold')}"
    for reading in readings:
        verdict = f"{verdict_word(reading['verdict'], to)}: " if reading.get("verdict") else ""
        label = f"{_INDENT}{readable(reading['label'])}{' (literal)' if reading['literal'] else ''}  "
        yield from to.wrap(f"{verdict}{readable(reading['text'])}", first=label, indent=_INDENT * 2)
        if reading.get("formula"):
            yield from to.wrap(
                readable_formula(reading["formula"]), first=_INDENT * 2, indent=_INDENT * 2 + "  "
            )
        if reading.get("reason"):
            yield from to.wrap(readable(reading["reason"]), first=_INDENT * 2, indent=_INDENT * 2)


def _evidence(evidence: Sequence[Mapping[str, Any]], to: Terminal) -> Iterator[str]:
    """Give the evidence as a table; on a terminal, what a route requires is said once."""
    from fisherproof.wording import readable

    if not evidence:
        return
    yield f"\n{to.paint('evidence', 'bold')}"
    rows = [["for, route", "required", "observed", "outcome"]]
    asked: dict[str, str] = {}
    for row in evidence:
        seen = [readable(row.get(name) or "") for name in ("observed", "detail")]
        known = f" ({row['known']})" if row.get("known") else ""
        outcome = to.paint(row["outcome"], _OUTCOMES.get(row["outcome"], "red")) + known
        told = "; ".join(part for part in seen if part)
        name = f"{readable(row['subject'])}, {readable(row['route'])}"
        required = readable(row.get("required") or "")
        repeated = to.columns is not None and required and asked.get(row["route"]) == required
        rows.append([name, "as above" if repeated else required, told, outcome])
        asked[row["route"]] = required
    yield from to.table(rows, indent=_INDENT)


def _counterexample(point: Mapping[str, Any] | None, to: Terminal) -> Iterator[str]:
    """Give the exact data at which the claim fails, a line for each."""
    from fisherproof.wording import readable

    if not point:
        return
    yield f"\n{to.paint('counterexample', 'bold')}"
    sides = (("left side", point.get("lhs")), ("right side", point.get("rhs")))
    rows = [(name, value) for name, value in (*point.get("data", {}).items(), *sides) if value]
    yield from to.table([[readable(name), readable(value)] for name, value in rows], indent=_INDENT)


def _mutants(claim: Mapping[str, Any], to: Terminal) -> Iterator[str]:
    """Give a line for each mutant, those that were let through first; a long one is cut on a terminal."""
    from fisherproof.errors import shown
    from fisherproof.wording import readable, strength

    mutants = sorted(claim.get("mutants", []), key=lambda it: _FATES.index(it["outcome"]))
    if not mutants:
        return
    of = f" of the {claim['mutants_of']}" if claim.get("mutants_of") else ""
    word = "rejected" if any(it["outcome"] == "rejected" for it in mutants) else "refuted"
    yield f"\n{to.paint('mutants', 'bold')}{shown(of)}: {strength(claim)} {word}"
    columns = max(len(it["operator"]) for it in mutants)
    for it in mutants:
        detail = f"   [{readable(it['detail'])}]" if it.get("detail") else ""
        head = f"{_INDENT}{it['outcome']:<10}   {readable(it['operator']):<{columns}}   "
        yield to.cut(f"{head}{readable(it['text'])}{detail}")
